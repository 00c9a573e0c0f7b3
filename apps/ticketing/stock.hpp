// The stock of tickets, in a record that outlives the run.
#pragma once

#include <baton/baton.hpp>

struct Stock {
    int tickets;  // put on sale
    int left;
    bool sale_is_over;

    bool operator==(const Stock&) const = default;
};

// The stock as it stands in the record. Errors: closed if there is no record; invalid if its content is not a stock.
baton::Result<Stock> read_stock();

// Replaces the record. Errors: no_memory if the store is full or cannot be written.
baton::Status write_stock(const Stock& stock);
