"""Numbers and tables for people."""

NEVER = 2**63 - 1  # hal::kNoAlarm and detail::kNever


def duration(nanoseconds):
    """12.345 ms: in the largest unit that makes it at least 1, to the nanosecond, without zeros at the end."""
    for unit, size in (("s", 10**9), ("ms", 10**6), ("us", 10**3)):
        if abs(nanoseconds) >= size:
            digits = len(str(size)) - 1
            whole, rest = divmod(abs(nanoseconds), size)
            fraction = f"{rest:0{digits}}".rstrip("0")
            return ("-" if nanoseconds < 0 else "") + f"{whole}" + (f".{fraction}" if fraction else "") + f" {unit}"
    return f"{nanoseconds} ns" if nanoseconds else "0 s"


def used_of(used, size):
    """812 of 2048 B, 5.1 of 64.0 KiB."""
    if size < 10 * 1024:
        return f"{used} of {size} B"
    return f"{used / 1024:.1f} of {size / 1024:.1f} KiB"


def table(rows):
    """Rows of texts, the first with the headings, as lines; each column as wide as its widest text."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(row, widths)).rstrip() for row in rows)
