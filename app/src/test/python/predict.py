"""Answers of a bundle's SavedModel in Python's TensorFlow: the bits of each float, one a line.

usage: predict.py DIRECTORY < one JSON object of tensors (items, mask, dense, ids) per line
"""
import json
import struct
import sys

import tensorflow as tf

predict = tf.saved_model.load(sys.argv[1]).signatures["serving_default"]
for line in sys.stdin:
    tensors = json.loads(line)
    answer = predict(**{name: tf.constant(value, tf.int32 if name == "ids" else tf.float32) for name, value in tensors.items()})
    print(struct.unpack("<i", struct.pack("<f", answer["unit_action"].numpy()[0, 0]))[0])
