// A string for calls that take one which ends in a zero.
#pragma once

#include <array>
#include <string_view>

#include "hal/interrupts.hpp"

namespace baton::hal {

// There is one such string, so interrupts are masked while one of these exists. It does not lie on a stack, because
// QEMU (7.2) does not find the end of a string in a page of which memory protection covers a part only, as that of a
// stack's guard does: see riscv/image.ld.
class CallText {
  public:
    static constexpr std::size_t kSizeMax = 255;

    // Takes as much of `text` as has room.
    explicit CallText(std::string_view text);
    ~CallText() { interrupts_restore(interrupts_); }
    CallText(const CallText&) = delete;
    CallText& operator=(const CallText&) = delete;

    const char* data() const { return text_.data(); }
    std::size_t size() const { return size_; }

  private:
    static std::array<char, kSizeMax + 1> text_;

    InterruptState interrupts_ = interrupts_save();
    std::size_t size_;
};

}  // namespace baton::hal
