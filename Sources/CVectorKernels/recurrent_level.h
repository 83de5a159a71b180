// One level of the recurrences, all of it; included with LANES, NAME(x) and the rows of the tiles.
#include "recurrent_vectors.h"

#include "recurrent_scan.h"

#include "recurrent_sequence.h"

#include "recurrent_gradient.h"

static const myelin_recurrent_level NAME(level) = {
    LANES, NAME(pack), NAME(scan), NAME(scan_sequence), NAME(pack_gradient), NAME(scan_gradient),
};

#undef VECTOR
#undef MASK
#undef LOAD
#undef STORE
#undef UNROLL
#undef NAME
#undef LANES
#undef ROWS_OF_2
#undef ROWS_OF_3
#undef ROWS_OF_4
