"""Handing a network to the app: ONNX, smaller number formats, and the model card."""
