// The transforms of Winograd's F(4, 3) along one axis; two axes take one after the other. All are linear, so each is also
// needed the other way round (its transpose) for gradients. With A = 5/8, B = 3/2 the points are 0, A, -A, B, -B, infinity.
//
//   output (4) = O(products (6)),  products = I(input (6)) * K(kernel (3))
//
// `from` and `to` are steps between elements.
#include "internal.h"

typedef float lanes __attribute__((vector_size(32), aligned(4), may_alias));

#define A 0.625f
#define B 1.5f
#define A2 (A * A)
#define B2 (B * B)
// What the kernel's transform divides by: at 0, ±A and ±B.
#define AT_0 (A2 * B2)
#define AT_A (2 * A2 * (A2 - B2))
#define AT_B (2 * B2 * (B2 - A2))

/// I: six elements of the input at the six points.
MYELIN_INLINE void input_to_points(const lanes *x, int from, lanes *p, int to) {
    lanes x0 = x[0], x1 = x[from], x2 = x[2 * from], x3 = x[3 * from], x4 = x[4 * from], x5 = x[5 * from];
    lanes even_a = x4 - B2 * x2, odd_a = A * x3 - A * B2 * x1;
    lanes even_b = x4 - A2 * x2, odd_b = B * x3 - B * A2 * x1;
    p[0] = AT_0 * x0 - (A2 + B2) * x2 + x4;
    p[to] = even_a + odd_a;
    p[2 * to] = even_a - odd_a;
    p[3 * to] = even_b + odd_b;
    p[4 * to] = even_b - odd_b;
    p[5 * to] = AT_0 * x1 - (A2 + B2) * x3 + x5;
}

/// The transpose of I.
MYELIN_INLINE void points_to_input(const lanes *p, int from, lanes *x, int to) {
    lanes p0 = p[0], p1 = p[from], p2 = p[2 * from], p3 = p[3 * from], p4 = p[4 * from], p5 = p[5 * from];
    lanes even_a = p1 + p2, odd_a = A * (p1 - p2), even_b = p3 + p4, odd_b = B * (p3 - p4);
    x[0] = AT_0 * p0;
    x[to] = AT_0 * p5 - B2 * odd_a - A2 * odd_b;
    x[2 * to] = -(A2 + B2) * p0 - B2 * even_a - A2 * even_b;
    x[3 * to] = odd_a + odd_b - (A2 + B2) * p5;
    x[4 * to] = p0 + even_a + even_b;
    x[5 * to] = p5;
}

/// O: four outputs from the products at the six points.
MYELIN_INLINE void points_to_output(const lanes *p, int from, lanes *y, int to) {
    lanes p1 = p[from], p2 = p[2 * from], p3 = p[3 * from], p4 = p[4 * from];
    lanes even_a = p1 + p2, odd_a = A * (p1 - p2), even_b = p3 + p4, odd_b = B * (p3 - p4);
    y[0] = p[0] + even_a + even_b;
    y[to] = odd_a + odd_b;
    y[2 * to] = A2 * even_a + B2 * even_b;
    y[3 * to] = A2 * odd_a + B2 * odd_b + p[5 * from];
}

/// The transpose of O.
MYELIN_INLINE void output_to_points(const lanes *y, int from, lanes *p, int to) {
    lanes y0 = y[0], y1 = y[from], y2 = y[2 * from], y3 = y[3 * from];
    lanes even_a = y0 + A2 * y2, odd_a = A * y1 + A * A2 * y3;
    lanes even_b = y0 + B2 * y2, odd_b = B * y1 + B * B2 * y3;
    p[0] = y0;
    p[to] = even_a + odd_a;
    p[2 * to] = even_a - odd_a;
    p[3 * to] = even_b + odd_b;
    p[4 * to] = even_b - odd_b;
    p[5 * to] = y3;
}

/// K: the kernel's three elements at the six points.
MYELIN_INLINE void kernel_to_points(const lanes *w, int from, lanes *p, int to) {
    lanes w0 = w[0], w1 = w[from], w2 = w[2 * from];
    lanes even_a = (w0 + A2 * w2) * (1 / AT_A), odd_a = w1 * (A / AT_A);
    lanes even_b = (w0 + B2 * w2) * (1 / AT_B), odd_b = w1 * (B / AT_B);
    p[0] = w0 * (1 / AT_0);
    p[to] = even_a + odd_a;
    p[2 * to] = even_a - odd_a;
    p[3 * to] = even_b + odd_b;
    p[4 * to] = even_b - odd_b;
    p[5 * to] = w2;
}

/// The transpose of K.
MYELIN_INLINE void points_to_kernel(const lanes *p, int from, lanes *w, int to) {
    lanes p1 = p[from], p2 = p[2 * from], p3 = p[3 * from], p4 = p[4 * from];
    lanes even_a = (p1 + p2) * (1 / AT_A), odd_a = (p1 - p2) * (A / AT_A);
    lanes even_b = (p3 + p4) * (1 / AT_B), odd_b = (p3 - p4) * (B / AT_B);
    w[0] = p[0] * (1 / AT_0) + even_a + even_b;
    w[to] = odd_a + odd_b;
    w[2 * to] = A2 * even_a + B2 * even_b + p[5 * from];
}

#undef A
#undef B
#undef A2
#undef B2
#undef AT_0
#undef AT_A
#undef AT_B
