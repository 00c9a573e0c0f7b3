// The part of <ostream> and <sstream> that GoogleTest and the tests use: the compilers that go with picolibc here come
// without a compiled libstdc++, and the real streams are mostly in there. No locales, no input, no files, no wide
// characters.
#pragma once

#include <charconv>
#include <concepts>
#include <cstdio>
#include <ios>
#include <string>
#include <string_view>

namespace std {

// There is one, the C library's.
class locale {};

// Where text goes: a string, or one of the C library's files.
template <typename Char, typename Traits>
class basic_ostream {
  public:
    using fmtflags = ios_base::fmtflags;

    explicit basic_ostream(FILE* file) : file_(file) {}
    basic_ostream(const basic_ostream&) = delete;
    virtual ~basic_ostream() = default;

    basic_ostream& write(const char* text, streamsize size) {
        if (file_)
            fwrite(text, 1, static_cast<size_t>(size), file_);
        else
            text_.append(text, static_cast<size_t>(size));
        return *this;
    }
    basic_ostream& flush() {
        if (file_)
            fflush(file_);
        return *this;
    }

    // One item, filled up to its width.
    basic_ostream& put_padded(string_view text) {
        for (; width_ > text.size(); --width_)
            write(&fill_, 1);
        width_ = 0;
        return write(text.data(), static_cast<streamsize>(text.size()));
    }

    basic_ostream& operator<<(basic_ostream& (*manipulator)(basic_ostream&)) { return manipulator(*this); }
    basic_ostream& operator<<(ios_base& (*manipulator)(ios_base&)) {
        manipulator(format_);
        return *this;
    }
    basic_ostream& operator<<(bool value) { return *this << static_cast<int>(value); }
    template <integral T>
    basic_ostream& operator<<(T value) {
        char digits[65];
        char* end;
        if (format_.flags.base == 10)
            end = to_chars(digits, digits + sizeof digits, value).ptr;
        else
            end = to_chars(digits, digits + sizeof digits, static_cast<make_unsigned_t<T>>(value), format_.flags.base)
                      .ptr;
        for (char* digit = digits; format_.flags.is_uppercase && digit != end; ++digit)
            *digit = *digit >= 'a' ? static_cast<char>(*digit - 'a' + 'A') : *digit;
        return put_padded({digits, end});
    }
    template <floating_point T>
    basic_ostream& operator<<(T value) {
        char digits[40];
        snprintf(digits, sizeof digits, "%.*g", precision_, static_cast<double>(value));
        return put_padded(digits);
    }
    basic_ostream& operator<<(const void* address) {
        char digits[24];
        snprintf(digits, sizeof digits, "%p", address);
        return put_padded(digits);
    }
    basic_ostream& operator<<(nullptr_t) { return put_padded("nullptr"); }

    void set_width(size_t width) { width_ = width; }
    void set_fill(char fill) { fill_ = fill; }
    void set_precision(int precision) { precision_ = precision; }
    int precision() const { return precision_; }
    void precision(int digits) { precision_ = digits; }
    locale getloc() const { return {}; }
    void imbue(const locale&) {}
    fmtflags flags() const { return format_.flags; }
    void flags(fmtflags flags) { format_.flags = flags; }

  protected:
    basic_ostream() = default;
    string text_;

  private:
    FILE* file_ = nullptr;
    ios_base format_;
    size_t width_ = 0;
    int precision_ = 6;
    char fill_ = ' ';
};

inline ostream& operator<<(ostream& out, char value) {
    return out.put_padded({&value, 1});
}
inline ostream& operator<<(ostream& out, signed char value) {
    return out << static_cast<char>(value);
}
inline ostream& operator<<(ostream& out, unsigned char value) {
    return out << static_cast<char>(value);
}
inline ostream& operator<<(ostream& out, const char* text) {
    return out.put_padded(text);
}
inline ostream& operator<<(ostream& out, string_view text) {
    return out.put_padded(text);
}
inline ostream& operator<<(ostream& out, const string& text) {
    return out.put_padded(text);
}

template <typename Char, typename Traits>
basic_ostream<Char, Traits>& endl(basic_ostream<Char, Traits>& out) {
    return out.write("\n", 1).flush();
}
template <typename Char, typename Traits>
basic_ostream<Char, Traits>& flush(basic_ostream<Char, Traits>& out) {
    return out.flush();
}

inline namespace __cxx11 {  // where libstdc++ declares them

template <typename Char, typename Traits, typename Allocator>
class basic_stringstream : public basic_ostream<Char, Traits> {
  public:
    string str() const { return this->text_; }
    void str(const string& text) { this->text_ = text; }
};
template <typename Char, typename Traits, typename Allocator>
class basic_ostringstream : public basic_stringstream<Char, Traits, Allocator> {};

}  // namespace __cxx11

inline ostream cout{stdout}, cerr{stderr};

}  // namespace std
