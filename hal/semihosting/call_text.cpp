#include "hal/semihosting/call_text.hpp"

namespace baton::hal {

[[gnu::section(".bss.call_text")]] constinit std::array<char, CallText::kSizeMax + 1> CallText::text_;

CallText::CallText(std::string_view text) : size_(text.copy(text_.data(), kSizeMax)) {
    text_[size_] = '\0';
}

}  // namespace baton::hal
