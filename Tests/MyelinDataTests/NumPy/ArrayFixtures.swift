/// Files as NumPy 2.4.6 writes them: `b = io.BytesIO(); numpy.save(b, array)`, in base 64.
enum ArrayFixtures {
    /// `numpy.asfortranarray(numpy.arange(6, dtype='<f4').reshape(2, 3))`
    static let columnMajor =
        decoded(
            base64: """
                k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAg
                ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAQAAAgD8AAIBAAAAAQAAA
                oEA=
                """)

    /// `numpy.array([1, -2, 70000], dtype='>i4')`
    static let bigEndian =
        decoded(
            base64: """
                k05VTVBZAQB2AHsnZGVzY3InOiAnPmk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAg
                ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAB/////gABEXA=
                """)

    /// `numpy.array(2.5)`
    static let scalar =
        decoded(
            base64: """
                k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAg
                ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAEQA==
                """)

    /// `numpy.arange(6, dtype='<i2').reshape(2, 3)` in version 2 of the format
    static let version2 =
        decoded(
            base64: """
                k05VTVBZAgB0AAAAeydkZXNjcic6ICc8aTInLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAg
                ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAEAAgADAAQABQA=
                """)

    /// `numpy.array([True, False])` in version 3 of the format
    static let version3 =
        decoded(
            base64: """
                k05VTVBZAwB0AAAAeydkZXNjcic6ICd8YjEnLCAnZm9ydHJhbl9vcmRlcic6IEZhbHNlLCAnc2hhcGUnOiAoMiwpLCB9ICAgICAg
                ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAA==
                """)

    /// `numpy.savez_compressed(b, a=numpy.arange(1000, dtype='<f8'), b=numpy.array([1, 2], dtype='u1'))`
    static let archive =
        decoded(
            base64: """
                UEsDBC0AAAAIAAAAIQCaBoTP//////////8FABQAYS5ucHkBABAAwB8AAAAAAACKBQAAAAAAAJ3XO9DjVhkG4EPnoXJB4YJCwzCs
                YXYYhasJgYhbMJcEcQk4QIiW7L8YCFnxbwiGEDjczTWaoXGp0qVKl6d0qdKlSpcqXbLgp6FFzaNX37zz1vrXc88/W77wtvB6eOPO
                /ZtHL9/eeTK789SDxZ272Z0HD29fu7336ksPb+/f/Of7M/deeXTz+Puj9b365nGeP5Hn+d333s3ezP7f5+3hf57xaS/FlQmnfAdn
                fCczvovv5ns45/t4l+9nzif4AX6QH+KH+RF+lAt+jE/y43yKn+An+TSLq5HhUzLDp2WGz8gMn5UZPiczPCMzfF5mWMoMX5AZvigz
                fElm+LLM8KzM8JzM8BWZobxaMDIxfNWdkYnha+6MTAxfd2dkYviGOyMTw/PujEwM33RnZGL4ljsjE8PKnZGJ4QV3RiaGb7szMjF8
                x52RieG77oxMDC+6MzIxfM+dkYnhJXdGJobqasaCFSNbJg4M9/RZsGJky8SB4fv6LFgxsmXiwPCyPgtWjGyZODDc12fBipEtEweG
                G30WrBjZMnFgeKDPghUjWyYODD/QZ8GKkS0TB4a1PgtWjGyZODD8UJ8FK0a2TBwYfqTPghUjWyYODD/WZ8GKkS0TB4ZX9FmwYmTL
                xIHhJ/osWDGyZeLA8Ko+C1aMbJk4MDzUZ8GKkS0TB4b66pQZcxYsWbFmZMOWHRN7DhwZfmqfGXMWLFmxZmTDlh0Tew4cGW7tM2PO
                giUr1oxs2LJjYs+BI8Mj+8yYs2DJijUjG7bsmNhz4Mjwmn1mzFmwZMWakQ1bdkzsOXBk+Jl9ZsxZsGTFmpENW3ZM7DlwZHjdPjPm
                LFiyYs3Ihi07JvYcODL83D4z5ixYsmLNyIYtOyb2HDgybOwzY86CJSvWjGzYsmNiz4Ejwy/sM2POgiUr1oxs2LJjYs+BI8Mv7TNj
                zoIlK9aMbNiyY2LPgSPDG/aZMWfBkhVrRjZs2TGx58CR4Vf2mTFnwZIVa0Y2bNkxsefAkeFN+8yYs2DJijUjG7bsmNhz4Mjwa/vM
                mLNgyYo1Ixu27JjYc+DI8Bv7zJizYMmKNSMbtuyY2HPgyMc/vv9lwilnzDhnzgULLllyxYpr1twwcsuGO7bcs+OBiUf2PHHgmSMv
                DL+9OuGUM2acM+eCBZcsuWLFNWtuGLllwx1b7tnxwMQje5448MyRF4bfXZ1wyhkzzplzwYJLllyx4po1N4zcsuGOLffseGDikT1P
                HHjmyAvD769OOOWMGefMuWDBJUuuWHHNmhtGbtlwx5Z7djww8cieJw48c+SF4Q9XJ5xyxoxz5lyw4JIlV6y4Zs0NI7dsuGPLPTse
                mHhkzxMHnjnywvDHqxNOOWPGOXMuWHDJkitWXLPmhpFbNtyx5Z4dD0w8sueJA88ceWH409UJp5wx45w5Fyy4ZMkVK65Zc8PILRvu
                2HLPjgcmHtnzxIFnjrww/PnqhFPOmHHOnAsWXLLkihXXrLlh5JYNd2y5Z8cDE4/seeLAM0deGLZXJ5xyxoxz5lyw4JIlV6y4Zs0N
                I7dsuGPLPTsemHhkzxMHnjnywvCXqxNOOWPGOXMuWHDJkitWXLPmhpFbNtyx5Z4dD0w8sueJA88ceWH469UJp5wx45w5Fyy4ZMkV
                K65Zc8PILRvu2HLPjgcmHtnzxIFnjrww/O3qhFPOmHHOnAsWXLLkihXXrLlh5JYNd2y5Z8cDE4/seeLAM0deGP5+dcIpZ8w4Z84F
                Cy5ZcsWKa9bcMHLLhju23LPjgYlH9jxx4JkjLwz/uDrhlDNmnDPnggWXLLlixTVrbhi5ZcMdW+7Z8cDEI3ueOPDMkReGf16dcMoZ
                M86Zc8GCS5ZcseKaNTeM3LLhji337Hhg4pE9Txx45sgLw1tXJ5xyxoxz5ly8VfwbUEsDBC0AAAAIAAAAIQBiAmVf//////////8F
                ABQAYi5ucHkBABAAggAAAAAAAABGAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF5Taqiuo6Cell9UUpSYF59flJIKEndLzClO
                BYoXZyQWpAL5GkY6mjoKtQoUAC5GJgBQSwECLQMtAAAACAAAACEAmgaEz4oFAADAHwAABQAAAAAAAAAAAAAAgAEAAAAAYS5ucHlQ
                SwECLQMtAAAACAAAACEAYgJlX0YAAACCAAAABQAAAAAAAAAAAAAAgAHBBQAAYi5ucHlQSwUGAAAAAAIAAgBmAAAAPgYAAAAA
                """)
}
