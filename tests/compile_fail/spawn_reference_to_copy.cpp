// Arguments are copied: a reference to the copy that the task would change is not what was meant (std::ref is).
// expect: no matching function for call to
#include <baton/baton.hpp>

void use() {
    int number = 0;
    baton::spawn(
        "task", [](int& changed) { changed = 1; }, number);
}
