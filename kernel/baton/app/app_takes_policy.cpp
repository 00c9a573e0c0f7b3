// What holds for an application that does not define it.
#include <baton/app/launch.hpp>

namespace baton {

const bool app_takes_policy = false;

}  // namespace baton
