// Everything, for application writers.
#pragma once

#include <baton/app/launch.hpp>
#include <baton/app/options.hpp>
#include <baton/core/clock.hpp>
#include <baton/core/invariants.hpp>
#include <baton/core/memory_pool.hpp>
#include <baton/core/random.hpp>
#include <baton/core/spawn.hpp>
#include <baton/core/status.hpp>
#include <baton/io/file.hpp>
#include <baton/io/line_reader.hpp>
#include <baton/io/print.hpp>
#include <baton/io/record.hpp>
#include <baton/io/select.hpp>
#include <baton/io/stream.hpp>
#include <baton/queue/byte_stream.hpp>
#include <baton/queue/joinable_queue.hpp>
#include <baton/queue/lifo_queue.hpp>
#include <baton/queue/priority_queue.hpp>
#include <baton/queue/queue.hpp>
#include <baton/queue/unbounded_queue.hpp>
#include <baton/sync/condition.hpp>
#include <baton/sync/event.hpp>
#include <baton/sync/mutex.hpp>
#include <baton/sync/recursive_mutex.hpp>
#include <baton/sync/semaphore.hpp>
