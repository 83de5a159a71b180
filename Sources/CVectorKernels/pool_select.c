// Takes the elements at the winners' places: the transpose of the maximum's gradient, needed for second derivatives.
#include "myelin_elementwise.h"
#include "myelin_parallel.h"
#include "myelin_pool.h"

static int64_t winner(const myelin_pool *p, int64_t e) {
    return p->index_bytes == 1 ? ((const uint8_t *)p->indices)[e] : ((const int32_t *)p->indices)[e];
}

static void select_images(void *context, int64_t begin, int64_t end) {
    const myelin_pool *p = context;
    for (int64_t image = begin; image < end; image++) {
        for (int64_t row = 0; row < p->output_height; row++) {
            for (int64_t column = 0; column < p->output_width; column++) {
                for (int64_t c = 0; c < p->channels; c++) {
                    int64_t e = ((image * p->output_height + row) * p->output_width + column) * p->channels + c;
                    int64_t place = winner(p, e);
                    int64_t y = row * p->stride_height - p->pad_top + place / p->window_width;
                    int64_t x = column * p->stride_width - p->pad_left + place % p->window_width;
                    int64_t source = ((image * p->input_height + y) * p->input_width + x) * p->channels + c;
                    if (p->dtype == MYELIN_FLOAT64) ((double *)p->output)[e] = ((const double *)p->input)[source];
                    else ((float *)p->output)[e] = ((const float *)p->input)[source];
                }
            }
        }
    }
}

void myelin_maximum_pool_select_run(const void *arguments) {
    const myelin_pool *p = arguments;
    myelin_parallel_for(p->batch, 1, select_images, (void *)p);
}
