/// The object array `[[1, 2, 300], [70000, -5], []]` as NumPy 2.4.6 pickles it by protocols 0 to 5:
///
///     a = numpy.empty(3, dtype=object)
///     a[0], a[1], a[2] = [1, 2, 300], [70000, -5], []
///     base64.b64encode(pickle.dumps(a, protocol=protocol))
enum PickleFixtures {
    static let protocols: [[UInt8]] = [
        decoded(
            base64: """
                Y251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnAwCihjbnVtcHkKbmRhcnJheQpwMQooSTAKdHAyCmNfY29kZWNz
                CmVuY29kZQpwMwooVmIKcDQKVmxhdGluMQpwNQp0cDYKUnA3CnRwOApScDkKKEkxCihJMwp0cDEwCmNudW1weQpkdHlwZQpwMTEK
                KFZPOApwMTIKSTAwCkkwMQp0cDEzClJwMTQKKEkzClZ8CnAxNQpOTk5JLTEKSS0xCkk2Mwp0cDE2CmJJMDAKKGxwMTcKKGxwMTgK
                STEKYUkyCmFJMzAwCmFhKGxwMTkKSTcwMDAwCmFJLTUKYWEobHAyMAphdHAyMQpiLg==
                """),
        decoded(
            base64: """
                Y251bXB5Ll9jb3JlLm11bHRpYXJyYXkKX3JlY29uc3RydWN0CnEAKGNudW1weQpuZGFycmF5CnEBKEsAdHECY19jb2RlY3MKZW5j
                b2RlCnEDKFgBAAAAYnEEWAYAAABsYXRpbjFxBXRxBlJxB3RxCFJxCShLAShLA3RxCmNudW1weQpkdHlwZQpxCyhYAgAAAE84cQxJ
                MDAKSTAxCnRxDVJxDihLA1gBAAAAfHEPTk5OSv////9K/////0s/dHEQYkkwMApdcREoXXESKEsBSwJNLAFlXXETKEpwEQEASvv/
                //9lXXEUZXRxFWIu
                """),
        decoded(
            base64: """
                gAJjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECY19jb2RlY3MKZW5j
                b2RlCnEDWAEAAABicQRYBgAAAGxhdGluMXEFhnEGUnEHh3EIUnEJKEsBSwOFcQpjbnVtcHkKZHR5cGUKcQtYAgAAAE84cQyJiIdx
                DVJxDihLA1gBAAAAfHEPTk5OSv////9K/////0s/dHEQYoldcREoXXESKEsBSwJNLAFlXXETKEpwEQEASvv///9lXXEUZXRxFWIu
                """),
        decoded(
            base64: """
                gANjbnVtcHkuX2NvcmUubXVsdGlhcnJheQpfcmVjb25zdHJ1Y3QKcQBjbnVtcHkKbmRhcnJheQpxAUsAhXECQwFicQOHcQRScQUo
                SwFLA4VxBmNudW1weQpkdHlwZQpxB1gCAAAATzhxCImIh3EJUnEKKEsDWAEAAAB8cQtOTk5K/////0r/////Sz90cQxiiV1xDShd
                cQ4oSwFLAk0sAWVdcQ8oSnARAQBK+////2VdcRBldHERYi4=
                """),
        decoded(
            base64: """
                gASVpQAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsDhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZQoXZQoSwFL
                Ak0sAWVdlChKcBEBAEr7////ZV2UZXSUYi4=
                """),
        decoded(
            base64: """
                gAWVpQAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsDhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZQoXZQoSwFL
                Ak0sAWVdlChKcBEBAEr7////ZV2UZXSUYi4=
                """),
    ]

    /// `a` by protocol 4, with the name that modules had before NumPy 2.
    static let oldModule =
        decoded(
            base64: """
                gASVpQAAAAAAAACMFW51bXB5LmNvcmUubXVsdGlhcnJheZSMDF9yZWNvbnN0cnVjdJSTlIwFbnVtcHmUjAduZGFycmF5lJOUSwCF
                lEMBYpSHlFKUKEsBSwOFlGgDjAVkdHlwZZSTlIwCTziUiYiHlFKUKEsDjAF8lE5OTkr/////Sv////9LP3SUYoldlChdlChLAUsC
                TSwBZV2UKEpwEQEASvv///9lXZRldJRiLg==
                """)

    /// An array whose element makes Python run a command.
    static let command =
        decoded(
            base64: """
                gASVrAAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsBhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZSMBXBvc2l4
                lIwGc3lzdGVtlJOUjAllY2hvIGhhcm2UhZRSlGF0lGIu
                """)

    /// An array whose element is the list `[1, 2.5]`.
    static let floats =
        decoded(
            base64: """
                gASVmAAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsBhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZRdlChLAUdA
                BAAAAAAAAGVhdJRiLg==
                """)

    /// An array whose element is a dictionary.
    static let dictionary =
        decoded(
            base64: """
                gASVkgAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsBhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZR9lIwBYZRL
                AXNhdJRiLg==
                """)

    /// An array whose element is the list `[1 << 40]`.
    static let largeInteger =
        decoded(
            base64: """
                gASVlAAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsBhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZRdlIoGAAAA
                AAABYWF0lGIu
                """)

    /// An array whose element is the list `['text']`.
    static let texts =
        decoded(
            base64: """
                gASVkwAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsBhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZRdlIwEdGV4
                dJRhYXSUYi4=
                """)

    /// An array whose element is the list `[[1]]`.
    static let nested =
        decoded(
            base64: """
                gASVkQAAAAAAAACMFm51bXB5Ll9jb3JlLm11bHRpYXJyYXmUjAxfcmVjb25zdHJ1Y3SUk5SMBW51bXB5lIwHbmRhcnJheZSTlEsA
                hZRDAWKUh5RSlChLAUsBhZRoA4wFZHR5cGWUk5SMAk84lImIh5RSlChLA4wBfJROTk5K/////0r/////Sz90lGKJXZRdlF2USwFh
                YWF0lGIu
                """)
}
