"""Networks for others: ONNX, torch state dicts, npz, and the statement as VNN-LIB; what is read back is the same."""
