"""Reading the data of the program that is debugged, by the types that its debug information has."""
import gdb


class Image:
    """The stopped program. In a `with` block names are C++, whatever language the current function is written in: gdb
    finds no C++ name while the program stands in an assembly function."""

    def __enter__(self):
        self._language = gdb.parameter("language")
        gdb.execute("set language c++", to_string=True)
        return self

    def __exit__(self, *_):
        gdb.execute(f"set language {self._language}", to_string=True)

    @staticmethod
    def is_alive():
        """Whether there is a program, stopped: one with registers and memory."""
        thread = gdb.selected_thread()
        return thread is not None and thread.is_valid() and not thread.is_running()

    @staticmethod
    def architecture():
        """gdb's name of the processor."""
        return gdb.selected_inferior().architecture().name()

    @staticmethod
    def variable(name):
        """The variable of that name, or None if the program has none."""
        try:
            return gdb.parse_and_eval(name)
        except gdb.error:
            return None

    @staticmethod
    def type(name):
        """The type of that name."""
        try:
            return gdb.lookup_type(name)
        except gdb.error:
            raise gdb.GdbError(f"the program has no debug information of {name}")


def target(pointer, kind=None):
    """What a pointer points to, read now, as an object of the pointer's type or of another one. (gdb's dereference()
    would look for the type of which it is a base, and complain where it does not find that.)"""
    kind = kind or pointer.type.strip_typedefs().target()
    return gdb.Value(gdb.selected_inferior().read_memory(int(pointer), kind.sizeof).tobytes(), kind)


def chain(pointer, link):
    """(pointer, object) of each object of a list, which the member `link` continues. A damaged list ends, too."""
    seen = set()
    while int(pointer) and int(pointer) not in seen:
        seen.add(int(pointer))
        value = target(pointer)
        yield pointer, value
        pointer = member(value, link)


def member(value, name):
    """value.name; an error that says what is missing if the type has no such member."""
    try:
        return value[name]
    except gdb.MemoryError:
        raise
    except gdb.error:
        raise gdb.GdbError(f"this program's {value.type.strip_typedefs().unqualified()} has no member '{name}': "
                           "it does not fit this extension") from None


def has_member(value, name):
    """Whether an object of this type has such a member of its own: not a static one."""
    return any(field.name == name and hasattr(field, "bitpos") for field in value.type.strip_typedefs().fields())


def text(pointer, default="(unnamed)"):
    """The text at a const char*."""
    if int(pointer) == 0:
        return default
    try:
        return pointer.string(errors="replace")
    except gdb.MemoryError:
        return f"(text at {int(pointer):#x}, which cannot be read)"


def string_view(value):
    """The text of a std::string_view."""
    return member(value, "_M_str").string(errors="replace", length=int(member(value, "_M_len")))


def span(value):
    """(pointer to the first element, number of elements) of a std::span."""
    return member(value, "_M_ptr"), int(member(member(value, "_M_extent"), "_M_extent_value"))


def enumerator(value):
    """An enumeration's value as the program's source calls it, without scopes; its number if it has no name there."""
    fields = value.type.strip_typedefs().fields()
    number = int(value)
    return next((field.name.rsplit("::", 1)[-1] for field in fields if field.enumval == number), str(number))


def symbol(address):
    """The name of the static object or function at an address, or None."""
    answer = gdb.execute(f"info symbol {address:#x}", to_string=True)
    return None if answer.startswith("No symbol") else answer.split(" in section ")[0]
