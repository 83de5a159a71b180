// libhdf5 as it is, and as functions the constants that it defines by macros too clever for Swift.
#ifndef MYELIN_CHDF5_H
#define MYELIN_CHDF5_H

#include <hdf5.h>

static inline hid_t myelin_h5_file_access(void) { return H5P_FILE_ACCESS; }
static inline hid_t myelin_h5_dataset_create(void) { return H5P_DATASET_CREATE; }

/// To begin a file anew.
static inline unsigned myelin_h5_truncate(void) { return H5F_ACC_TRUNC; }

static inline hid_t myelin_h5_string(void) { return H5T_C_S1; }
static inline hid_t myelin_h5_int8(void) { return H5T_STD_I8LE; }
static inline hid_t myelin_h5_uint8(void) { return H5T_STD_U8LE; }
static inline hid_t myelin_h5_int32(void) { return H5T_STD_I32LE; }
static inline hid_t myelin_h5_int64(void) { return H5T_STD_I64LE; }
static inline hid_t myelin_h5_float32(void) { return H5T_IEEE_F32LE; }
static inline hid_t myelin_h5_float64(void) { return H5T_IEEE_F64LE; }

/// Size of the strings of variable length.
static inline size_t myelin_h5_variable(void) { return H5T_VARIABLE; }

/// Keeps the library from printing its errors.
static inline herr_t myelin_h5_be_quiet(void) { return H5Eset_auto2(H5E_DEFAULT, NULL, NULL); }

#endif
