// Items are moved with the kernel entered, where nothing may throw.
// expect: items are moved with the kernel entered
#include <baton/baton.hpp>

struct Item {
    Item() = default;
    Item(Item&&) noexcept(false) {}
};

void use() {
    baton::Queue<Item, 3> queue;
}
