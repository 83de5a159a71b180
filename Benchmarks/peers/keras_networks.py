"""The networks of the jobs in Keras, by their names."""

import keras
from keras import layers

ACTIVATIONS = {"classes": "softmax", "binary": "sigmoid", "regression": None}


def network(job):
    """The network of a training job, not compiled."""
    by_name = {
        "mnist-convnet": mnist_convnet, "cifar-vgg": cifar_vgg, "cifar-resnet20": cifar_resnet20,
        "imdb-lstm": imdb_lstm, "text-transformer": text_transformer,
    }
    if job.name in by_name:
        return by_name[job.name]()
    return dense(job.shape, job.hidden, job.outputs, ACTIVATIONS[job.task], job.dropout)


def inference_network(name):
    if name == "resnet50":
        return keras.applications.ResNet50(weights=None)
    if name == "digits-mlp":
        return dense((784,), (30, 30), 10, "softmax")
    return {"mnist-convnet": mnist_convnet, "imdb-lstm": imdb_lstm}[name]()


def dense(shape, hidden, outputs, activation, dropout=0):
    model = keras.Sequential([keras.Input(shape)])
    for units in hidden:
        model.add(layers.Dense(units, activation="relu"))
        if dropout:
            model.add(layers.Dropout(dropout))
    model.add(layers.Dense(outputs, activation=activation))
    return model


def mnist_convnet():
    model = keras.Sequential([keras.Input((28, 28, 1))])
    for filters in [32, 64]:
        model.add(layers.Conv2D(filters, 3, activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(10, activation="softmax"))
    return model


def cifar_vgg():
    model = keras.Sequential([keras.Input((32, 32, 3))])
    for filters in [32, 64, 128]:
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.Conv2D(filters, 3, padding="same", activation="relu"))
        model.add(layers.MaxPooling2D(2))
    model.add(layers.Flatten())
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
    return model


def cifar_resnet20():
    def convolution(x, filters, size, strides):
        x = layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False)(x)
        return layers.BatchNormalization()(x)

    images = keras.Input((32, 32, 3))
    x = layers.ReLU()(convolution(images, 16, 3, 1))
    for filters in [16, 32, 64]:
        for block in range(3):
            strides = 2 if filters > 16 and block == 0 else 1
            y = layers.ReLU()(convolution(x, filters, 3, strides))
            y = convolution(y, filters, 3, 1)
            if strides == 2:
                x = convolution(x, filters, 1, 2)
            x = layers.ReLU()(layers.Add()([x, y]))
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(images, layers.Dense(10, activation="softmax")(x))


def imdb_lstm():
    return keras.Sequential([
        keras.Input((80,), dtype="int32"), layers.Embedding(10_000, 32), layers.LSTM(64),
        layers.Dense(1, activation="sigmoid"),
    ])


def text_transformer():
    words = keras.Input((128,), dtype="int32")
    x = layers.Embedding(10_000, 128)(words)
    for _ in range(2):
        x = layers.LayerNormalization()(x + layers.MultiHeadAttention(4, 32)(x, x))
        hidden = layers.Dense(128)(layers.Dense(512, activation="relu")(x))
        x = layers.LayerNormalization()(x + hidden)
    return keras.Model(words, layers.Dense(1, activation="sigmoid")(layers.GlobalAveragePooling1D()(x)))
