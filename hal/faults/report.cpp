#include "hal/faults/report.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "hal/console.hpp"
#include "hal/stop.hpp"

namespace baton::hal {

void write_error(std::string_view text) {
    console_write(ConsoleStream::error, text);
}

void refuse_second_report() {
    static bool reporting = false;
    if (reporting) {
        write_error("\nbaton: another fault\n");
        stop(1);
    }
    reporting = true;
}

void write_hex(std::string_view label, std::uintptr_t value) {
    std::array<char, 2 * sizeof value> digits;
    const auto result = std::to_chars(digits.begin(), digits.end(), value, 16);
    write_error(label);
    write_error({digits.begin(), result.ptr});
}

void write_registers(std::span<const std::string_view> labels, const std::uintptr_t* values) {
    for (const std::string_view label : labels)
        write_hex(label, *values++);
    write_error("\n");
}

void write_callers(std::span<const std::uintptr_t> stack, std::uintptr_t (*to_return_address)(std::uintptr_t word)) {
    constexpr int kCallersMax = 8;
    constexpr std::size_t kWordsMax = 256;
    if (stack.empty())
        return;
    write_error("  stack");
    int callers = 0;
    for (const std::uintptr_t word : stack.first(std::min(stack.size(), kWordsMax))) {
        const std::uintptr_t address = to_return_address(word);
        if (address == 0)
            continue;
        write_hex(" 0x", address);
        if (++callers == kCallersMax)
            break;
    }
    write_error("\n");
}

}  // namespace baton::hal
