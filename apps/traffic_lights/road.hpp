// The picture of the crossroads: a line for each thing that happens, the light on the left, the stop line on the right.
#pragma once

#include <baton/baton.hpp>
#include <cstdint>

enum class Light : std::uint8_t { red, green };
enum class Kind : std::uint8_t { car, police };

struct Vehicle {
    Kind kind;
    int number;
};

// Context of all: task. Blocks: never.
class Road {
  public:
    explicit Road(bool quiet) : quiet_(quiet) {}

    void light_turns(Light light) const;
    void vehicle_waits(Light light, const Vehicle& vehicle) const;
    void vehicle_crosses(Light light, const Vehicle& vehicle) const;

  private:
    bool quiet_;
};
