// Stands in the way of the real one, which would bring the real streams along.
#pragma once
