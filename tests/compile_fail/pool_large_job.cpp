// A job lies inside its slot.
// expect: the job is too large
#include <array>
#include <baton/baton.hpp>

void use(baton::TaskPool<1, 1>& pool) {
    (void)pool.submit([](const std::array<char, 400>&) {}, std::array<char, 400>{});
}
