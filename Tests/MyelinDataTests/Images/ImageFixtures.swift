// Written by scripts/reference/images.py with TensorFlow 2.21.0.

/// An image file and what TensorFlow reads in it: red, green and blue, and two smaller versions.
struct ImageFixture: Sendable {
    let file: String
    let size: [Int]
    let pixels: [Int]
    /// Resized to 3 × 4 by these methods.
    let bilinear, nearest, area, bicubic: [Double]
}

enum ImageFixtures {
    static let png = ImageFixture(
        file: """
            iVBORw0KGgoAAAANSUhEUgAAAAYAAAAFCAIAAADpOgqxAAAAG0lEQVQImWNk5fyvwfAGGbEwGL1hYEBBZAsBAHvoHWtnR0qlAAAA
            AElFTkSuQmCC
            """, size: [5, 6],
        pixels: [
            5, 9, 255, 45, 9, 235, 85, 9, 215, 125, 9, 195, 165, 9, 175, 205, 9, 155, 5, 59, 235, 45, 59, 215,
            85, 59, 195, 125, 59, 175, 165, 59, 155, 205, 59, 135, 5, 109, 215, 45, 109, 195, 85, 109, 175, 125,
            109, 155, 165, 109, 135, 205, 109, 115, 5, 159, 195, 45, 159, 175, 85, 159, 155, 125, 159, 135, 165,
            159, 115, 205, 159, 95, 5, 209, 175, 45, 209, 155, 85, 209, 135, 125, 209, 115, 165, 209, 95, 205, 209,
            75,
        ],
        bilinear: [
            15, 25.67, 243.3, 75, 25.67, 213.3, 135, 25.67, 183.3, 195, 25.67, 153.3, 15, 109, 210, 75, 109,
            180, 135, 109, 150, 195, 109, 120, 15, 192.3, 176.7, 75, 192.3, 146.7, 135, 192.3, 116.7, 195, 192.3,
            86.67,
        ],
        nearest: [
            5, 9, 255, 85, 9, 215, 125, 9, 195, 205, 9, 155, 5, 109, 215, 85, 109, 175, 125, 109, 155, 205,
            109, 115, 5, 209, 175, 85, 209, 135, 125, 209, 115, 205, 209, 75,
        ],
        area: [
            18.33, 29, 240.3, 71.67, 29, 213.7, 138.3, 29, 180.3, 191.7, 29, 153.7, 18.33, 109, 208.3, 71.67,
            109, 181.7, 138.3, 109, 148.3, 191.7, 109, 121.7, 18.33, 189, 176.3, 71.67, 189, 149.7, 138.3, 189,
            116.3, 191.7, 189, 89.67,
        ],
        bicubic: [
            11.72, 21.05, 246.8, 75, 21.05, 215.2, 135, 21.05, 185.2, 198.3, 21.05, 153.5, 11.72, 109, 211.6,
            75, 109, 180, 135, 109, 150, 198.3, 109, 118.4, 11.72, 196.9, 176.5, 75, 196.9, 144.8, 135, 196.9,
            114.8, 198.3, 196.9, 83.18,
        ])
    static let alphaPNG = ImageFixture(
        file: """
            iVBORw0KGgoAAAANSUhEUgAAAAYAAAAFCAYAAABmWJ3mAAAAHklEQVQImWNk5fzvq8HwhgEdszAYvWFgYMDEVJQAAHLxHbj/p8T3
            AAAAAElFTkSuQmCC
            """, size: [5, 6],
        pixels: [
            5, 9, 255, 45, 9, 235, 85, 9, 215, 125, 9, 195, 165, 9, 175, 205, 9, 155, 5, 59, 235, 45, 59, 215,
            85, 59, 195, 125, 59, 175, 165, 59, 155, 205, 59, 135, 5, 109, 215, 45, 109, 195, 85, 109, 175, 125,
            109, 155, 165, 109, 135, 205, 109, 115, 5, 159, 195, 45, 159, 175, 85, 159, 155, 125, 159, 135, 165,
            159, 115, 205, 159, 95, 5, 209, 175, 45, 209, 155, 85, 209, 135, 125, 209, 115, 165, 209, 95, 205, 209,
            75,
        ],
        bilinear: [
            15, 25.67, 243.3, 75, 25.67, 213.3, 135, 25.67, 183.3, 195, 25.67, 153.3, 15, 109, 210, 75, 109,
            180, 135, 109, 150, 195, 109, 120, 15, 192.3, 176.7, 75, 192.3, 146.7, 135, 192.3, 116.7, 195, 192.3,
            86.67,
        ],
        nearest: [
            5, 9, 255, 85, 9, 215, 125, 9, 195, 205, 9, 155, 5, 109, 215, 85, 109, 175, 125, 109, 155, 205,
            109, 115, 5, 209, 175, 85, 209, 135, 125, 209, 115, 205, 209, 75,
        ],
        area: [
            18.33, 29, 240.3, 71.67, 29, 213.7, 138.3, 29, 180.3, 191.7, 29, 153.7, 18.33, 109, 208.3, 71.67,
            109, 181.7, 138.3, 109, 148.3, 191.7, 109, 121.7, 18.33, 189, 176.3, 71.67, 189, 149.7, 138.3, 189,
            116.3, 191.7, 189, 89.67,
        ],
        bicubic: [
            11.72, 21.05, 246.8, 75, 21.05, 215.2, 135, 21.05, 185.2, 198.3, 21.05, 153.5, 11.72, 109, 211.6,
            75, 109, 180, 135, 109, 150, 198.3, 109, 118.4, 11.72, 196.9, 176.5, 75, 196.9, 144.8, 135, 196.9,
            114.8, 198.3, 196.9, 83.18,
        ])
    static let deepPNG = ImageFixture(
        file: """
            iVBORw0KGgoAAAANSUhEUgAAAAYAAAAFEAAAAAATox55AAAAFElEQVQImWNkPaHBAINMDEiASA4AYU4Bn5bhzP8AAAAASUVORK5C
            YII=
            """, size: [5, 6],
        pixels: [
            5, 5, 5, 45, 45, 45, 85, 85, 85, 125, 125, 125, 165, 165, 165, 205, 205, 205, 5, 5, 5, 45, 45, 45,
            85, 85, 85, 125, 125, 125, 165, 165, 165, 205, 205, 205, 5, 5, 5, 45, 45, 45, 85, 85, 85, 125, 125, 125,
            165, 165, 165, 205, 205, 205, 5, 5, 5, 45, 45, 45, 85, 85, 85, 125, 125, 125, 165, 165, 165, 205, 205,
            205, 5, 5, 5, 45, 45, 45, 85, 85, 85, 125, 125, 125, 165, 165, 165, 205, 205, 205,
        ],
        bilinear: [
            15, 15, 15, 75, 75, 75, 135, 135, 135, 195, 195, 195, 15, 15, 15, 75, 75, 75, 135, 135, 135, 195,
            195, 195, 15, 15, 15, 75, 75, 75, 135, 135, 135, 195, 195, 195,
        ],
        nearest: [
            5, 5, 5, 85, 85, 85, 125, 125, 125, 205, 205, 205, 5, 5, 5, 85, 85, 85, 125, 125, 125, 205, 205,
            205, 5, 5, 5, 85, 85, 85, 125, 125, 125, 205, 205, 205,
        ],
        area: [
            18.33, 18.33, 18.33, 71.67, 71.67, 71.67, 138.3, 138.3, 138.3, 191.7, 191.7, 191.7, 18.33, 18.33,
            18.33, 71.67, 71.67, 71.67, 138.3, 138.3, 138.3, 191.7, 191.7, 191.7, 18.33, 18.33, 18.33, 71.67, 71.67,
            71.67, 138.3, 138.3, 138.3, 191.7, 191.7, 191.7,
        ],
        bicubic: [
            11.72, 11.72, 11.72, 75, 75, 75, 135, 135, 135, 198.3, 198.3, 198.3, 11.72, 11.72, 11.72, 75, 75,
            75, 135, 135, 135, 198.3, 198.3, 198.3, 11.72, 11.72, 11.72, 75, 75, 75, 135, 135, 135, 198.3, 198.3,
            198.3,
        ])
    static let interlacedPNG = ImageFixture(
        file: """
            iVBORw0KGgoAAAANSUhEUgAAAAYAAAAFCAIAAAGePTonAAAAY0lEQVR42g3LoQEDMQgAQEwEwzABI1RH/wSoaHSGQKDQDBGNQGWI
            H6Lt+YOBXwhMGJ3RD0y8MHvDkDslQzYQvoqn0IDkqFjJAmrTXtUfGPwS38lHOYOt+F/9kOd0U9/hq/z5ATT6LGtQdAI+AAAAAElF
            TkSuQmCC
            """, size: [5, 6],
        pixels: [
            5, 9, 255, 45, 9, 235, 85, 9, 215, 125, 9, 195, 165, 9, 175, 205, 9, 155, 5, 59, 235, 45, 59, 215,
            85, 59, 195, 125, 59, 175, 165, 59, 155, 205, 59, 135, 5, 109, 215, 45, 109, 195, 85, 109, 175, 125,
            109, 155, 165, 109, 135, 205, 109, 115, 5, 159, 195, 45, 159, 175, 85, 159, 155, 125, 159, 135, 165,
            159, 115, 205, 159, 95, 5, 209, 175, 45, 209, 155, 85, 209, 135, 125, 209, 115, 165, 209, 95, 205, 209,
            75,
        ],
        bilinear: [
            15, 25.67, 243.3, 75, 25.67, 213.3, 135, 25.67, 183.3, 195, 25.67, 153.3, 15, 109, 210, 75, 109,
            180, 135, 109, 150, 195, 109, 120, 15, 192.3, 176.7, 75, 192.3, 146.7, 135, 192.3, 116.7, 195, 192.3,
            86.67,
        ],
        nearest: [
            5, 9, 255, 85, 9, 215, 125, 9, 195, 205, 9, 155, 5, 109, 215, 85, 109, 175, 125, 109, 155, 205,
            109, 115, 5, 209, 175, 85, 209, 135, 125, 209, 115, 205, 209, 75,
        ],
        area: [
            18.33, 29, 240.3, 71.67, 29, 213.7, 138.3, 29, 180.3, 191.7, 29, 153.7, 18.33, 109, 208.3, 71.67,
            109, 181.7, 138.3, 109, 148.3, 191.7, 109, 121.7, 18.33, 189, 176.3, 71.67, 189, 149.7, 138.3, 189,
            116.3, 191.7, 189, 89.67,
        ],
        bicubic: [
            11.72, 21.05, 246.8, 75, 21.05, 215.2, 135, 21.05, 185.2, 198.3, 21.05, 153.5, 11.72, 109, 211.6,
            75, 109, 180, 135, 109, 150, 198.3, 109, 118.4, 11.72, 196.9, 176.5, 75, 196.9, 144.8, 135, 196.9,
            114.8, 198.3, 196.9, 83.18,
        ])
    static let palettePNG = ImageFixture(
        file: """
            iVBORw0KGgoAAAANSUhEUgAAAAYAAAAFCAMAAABRhm3UAAAAWlBMVEUFCf8tCetVCdd9CcOlCa/NCZsFO+stO9dVO8N9O6+lO5vN
            O4cFbdctbcNVba99bZulbYfNbXMFn8Mtn69Vn5t9n4eln3PNn18F0a8t0ZtV0Yd90XOl0V/N0UuPktKSAAAAK0lEQVR42mNgYGRi
            ZmFlYGPn4OTiZuDh5eMXEGQQEhYRFRNnkJCUkpaRBQATsAG0Z1ctoAAAAABJRU5ErkJggg==
            """, size: [5, 6],
        pixels: [
            5, 9, 255, 45, 9, 235, 85, 9, 215, 125, 9, 195, 165, 9, 175, 205, 9, 155, 5, 59, 235, 45, 59, 215,
            85, 59, 195, 125, 59, 175, 165, 59, 155, 205, 59, 135, 5, 109, 215, 45, 109, 195, 85, 109, 175, 125,
            109, 155, 165, 109, 135, 205, 109, 115, 5, 159, 195, 45, 159, 175, 85, 159, 155, 125, 159, 135, 165,
            159, 115, 205, 159, 95, 5, 209, 175, 45, 209, 155, 85, 209, 135, 125, 209, 115, 165, 209, 95, 205, 209,
            75,
        ],
        bilinear: [
            15, 25.67, 243.3, 75, 25.67, 213.3, 135, 25.67, 183.3, 195, 25.67, 153.3, 15, 109, 210, 75, 109,
            180, 135, 109, 150, 195, 109, 120, 15, 192.3, 176.7, 75, 192.3, 146.7, 135, 192.3, 116.7, 195, 192.3,
            86.67,
        ],
        nearest: [
            5, 9, 255, 85, 9, 215, 125, 9, 195, 205, 9, 155, 5, 109, 215, 85, 109, 175, 125, 109, 155, 205,
            109, 115, 5, 209, 175, 85, 209, 135, 125, 209, 115, 205, 209, 75,
        ],
        area: [
            18.33, 29, 240.3, 71.67, 29, 213.7, 138.3, 29, 180.3, 191.7, 29, 153.7, 18.33, 109, 208.3, 71.67,
            109, 181.7, 138.3, 109, 148.3, 191.7, 109, 121.7, 18.33, 189, 176.3, 71.67, 189, 149.7, 138.3, 189,
            116.3, 191.7, 189, 89.67,
        ],
        bicubic: [
            11.72, 21.05, 246.8, 75, 21.05, 215.2, 135, 21.05, 185.2, 198.3, 21.05, 153.5, 11.72, 109, 211.6,
            75, 109, 180, 135, 109, 150, 198.3, 109, 118.4, 11.72, 196.9, 176.5, 75, 196.9, 144.8, 135, 196.9,
            114.8, 198.3, 196.9, 83.18,
        ])
    static let jpeg = ImageFixture(
        file: """
            /9j/4AAQSkZJRgABAQEBLAEsAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMU
            FRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU
            FBQUFBQUFBT/wAARCAAUABgDASIAAhEBAxEB/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF
            BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW
            V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi
            4+Tl5ufo6erx8vP09fb3+Pn6/8QAHwEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoL/8QAtREAAgECBAQDBAcFBAQAAQJ3AAEC
            AxEEBSExBhJBUQdhcRMiMoEIFEKRobHBCSMzUvAVYnLRChYkNOEl8RcYGRomJygpKjU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVm
            Z2hpanN0dXZ3eHl6goOEhYaHiImKkpOUlZaXmJmaoqOkpaanqKmqsrO0tba3uLm6wsPExcbHyMnK0tPU1dbX2Nna4uPk5ebn6Onq
            8vP09fb3+Pn6/9oADAMBAAIRAxEAPwD4703wd/rP9L9P+WX1967PTfB3+s/0v0/5ZfX3r13TfB3+s/0v0/5ZfX3rs9N8Hf6z/S/T
            /ll9fev6d4l46397+tP7p8dwhxVtr/Xvf3TyPT/B3+s/0v0/5ZfX3or6Q0/wd/rP9L9P+WX196K/m3F8dfvpe926eX+E/rvA8Vf7
            PHXv+b/ukum/8tPw/rXZ6b/y0/D+tFFfP8S9f67H+YfB/T+v5jtdN/5afh/Wiiiv5vxX8aX9dD+u8D/u8fn+bP/Z
            """, size: [20, 24],
        pixels: [],
        bilinear: [
            5.417, 13.75, 239.1, 76, 15.33, 207, 122.9, 14.75, 178.4, 197, 15.33, 148.9, 9.5, 108, 210.8,
            81.75, 110, 179, 128.2, 109, 150.8, 201, 110.2, 120.5, 14.33, 203, 179.5, 88.42, 203.9, 146.7, 134.8,
            203.5, 119.3, 208.8, 205.4, 89.5,
        ],
        nearest: [
            7, 13, 233, 79, 15, 200, 126, 15, 172, 199, 14, 141, 13, 105, 206, 86, 107, 174, 132, 106, 145,
            204, 108, 112, 18, 200, 177, 93, 202, 145, 139, 201, 116, 213, 202, 86,
        ],
        area: [
            19.06, 28.79, 240.6, 73.12, 28.7, 212.2, 137.1, 29.83, 181.4, 191.1, 29.69, 152.2, 19.02, 108.4,
            210.1, 73.39, 108.4, 180.8, 137.6, 109.4, 150.4, 191.1, 109.5, 121.1, 18.57, 188.9, 176.5, 73.47, 188.3,
            147.3, 137.4, 189.5, 117.3, 191.4, 189.6, 89.33,
        ],
        bicubic: [
            3.051, 11.72, 238.5, 76.55, 13.55, 205.8, 120.4, 12.76, 177.5, 197.9, 13.71, 147.9, 8.004, 107.7,
            210.8, 83.3, 110.3, 178.8, 126.6, 108.9, 150.8, 202.7, 110.5, 120.4, 13.76, 204.5, 180.4, 91.1, 205.9,
            147, 134.5, 205.2, 120.1, 211.9, 207.6, 90.22,
        ])
    static let progressiveJPEG = ImageFixture(
        file: """
            /9j/4AAQSkZJRgABAQEBLAEsAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMU
            FRUVDA8XGBYUGBIUFRT/2wBDAQMEBAUEBQkFBQkUDQsNFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFBQU
            FBQUFBQUFBT/wgARCAAUABgDASIAAhEBAxEB/8QAGAABAQEBAQAAAAAAAAAAAAAAAAUGBwL/xAAWAQEBAQAAAAAAAAAAAAAAAAAH
            BQj/2gAMAwEAAhADEAAAAeO2dfZTo2RdIGy97sk/MNsG67//xAAWEAEBAQAAAAAAAAAAAAAAAAAAAwT/2gAIAQEAAQUCnjTxp408
            aeNPGmmm/8QAHhEAAQQBBQAAAAAAAAAAAAAAAAEDBfAjM2GRocH/2gAIAQMBAT8BiJW87DErjS+EPexjTQ//xAAdEQACAQQDAAAA
            AAAAAAAAAAAABQEDIZHwIjJh/9oACAECAQE/AWT33cFV7zm+4GRV7yf/xAAXEAADAQAAAAAAAAAAAAAAAAAAASKh/9oACAEBAAY/
            AnWDrB1g6wdYOsGMZ//EABQQAQAAAAAAAAAAAAAAAAAAADD/2gAIAQEAAT8hGUhSkKr/2gAMAwEAAgADAAAAEF/ng//EABoRAAIC
            AwAAAAAAAAAAAAAAAACxAUEhMVH/2gAIAQMBAT8Q1ZCw65FAw5P/xAAbEQACAQUAAAAAAAAAAAAAAAAAQfAxUWFxkf/aAAgBAgEB
            PxCtCHILAeWINH//xAAYEAACAwAAAAAAAAAAAAAAAAAAYaGxwf/aAAgBAQABPxCFuyFuyFuyFuyFuyFuzDTDTDT/2Q==
            """, size: [20, 24],
        pixels: [],
        bilinear: [
            5.417, 13.75, 239.1, 76, 15.33, 207, 122.9, 14.75, 178.4, 197, 15.33, 148.9, 9.5, 108, 210.8,
            81.75, 110, 179, 128.2, 109, 150.8, 201, 110.2, 120.5, 14.33, 203, 179.5, 88.42, 203.9, 146.7, 134.8,
            203.5, 119.3, 208.8, 205.4, 89.5,
        ],
        nearest: [
            7, 13, 233, 79, 15, 200, 126, 15, 172, 199, 14, 141, 13, 105, 206, 86, 107, 174, 132, 106, 145,
            204, 108, 112, 18, 200, 177, 93, 202, 145, 139, 201, 116, 213, 202, 86,
        ],
        area: [
            19.06, 28.79, 240.6, 73.12, 28.7, 212.2, 137.1, 29.83, 181.4, 191.1, 29.69, 152.2, 19.02, 108.4,
            210.1, 73.39, 108.4, 180.8, 137.6, 109.4, 150.4, 191.1, 109.5, 121.1, 18.57, 188.9, 176.5, 73.47, 188.3,
            147.3, 137.4, 189.5, 117.3, 191.4, 189.6, 89.33,
        ],
        bicubic: [
            3.051, 11.72, 238.5, 76.55, 13.55, 205.8, 120.4, 12.76, 177.5, 197.9, 13.71, 147.9, 8.004, 107.7,
            210.8, 83.3, 110.3, 178.8, 126.6, 108.9, 150.8, 202.7, 110.5, 120.4, 13.76, 204.5, 180.4, 91.1, 205.9,
            147, 134.5, 205.2, 120.1, 211.9, 207.6, 90.22,
        ])
    static let greyJPEG = ImageFixture(
        file: """
            /9j/4AAQSkZJRgABAQEBLAEsAAD/2wBDAAMCAgMCAgMDAwMEAwMEBQgFBQQEBQoHBwYIDAoMDAsKCwsNDhIQDQ4RDgsLEBYQERMU
            FRUVDA8XGBYUGBIUFRT/wAALCAAUABgBAREA/8QAHwAAAQUBAQEBAQEAAAAAAAAAAAECAwQFBgcICQoL/8QAtRAAAgEDAwIEAwUF
            BAQAAAF9AQIDAAQRBRIhMUEGE1FhByJxFDKBkaEII0KxwRVS0fAkM2JyggkKFhcYGRolJicoKSo0NTY3ODk6Q0RFRkdISUpTVFVW
            V1hZWmNkZWZnaGlqc3R1dnd4eXqDhIWGh4iJipKTlJWWl5iZmqKjpKWmp6ipqrKztLW2t7i5usLDxMXGx8jJytLT1NXW19jZ2uHi
            4+Tl5ufo6erx8vP09fb3+Pn6/9oACAEBAAA/APzs+G3/ADEf+2f/ALNX2t8Nv+Yj/wBs/wD2avtX4bf8xH/tn/7NX4qfDb/mI/8A
            bP8A9mr7W+G3/MR/7Z/+zV9q/Db/AJiP/bP/ANmr8VPht/zEf+2f/s1fa3w2/wCYj/2z/wDZq+1fht/zEf8Atn/7NX//2Q==
            """, size: [20, 24],
        pixels: [],
        bilinear: [
            5, 5, 5, 85, 85, 85, 125, 125, 125, 205, 205, 205, 5, 5, 5, 85, 85, 85, 125, 125, 125, 205, 205,
            205, 5, 5, 5, 85, 85, 85, 125, 125, 125, 205, 205, 205,
        ],
        nearest: [
            6, 6, 6, 85, 85, 85, 125, 125, 125, 206, 206, 206, 6, 6, 6, 85, 85, 85, 125, 125, 125, 206, 206,
            206, 6, 6, 6, 85, 85, 85, 125, 125, 125, 206, 206, 206,
        ],
        area: [
            18.33, 18.33, 18.33, 71.67, 71.67, 71.67, 138.3, 138.3, 138.3, 191.7, 191.7, 191.7, 18.33, 18.33,
            18.33, 71.67, 71.67, 71.67, 138.3, 138.3, 138.3, 191.7, 191.7, 191.7, 18.33, 18.33, 18.33, 71.67, 71.67,
            71.67, 138.3, 138.3, 138.3, 191.7, 191.7, 191.7,
        ],
        bicubic: [
            2.563, 2.563, 2.563, 87.56, 87.56, 87.56, 122.4, 122.4, 122.4, 207.4, 207.4, 207.4, 2.562, 2.562,
            2.562, 87.56, 87.56, 87.56, 122.4, 122.4, 122.4, 207.4, 207.4, 207.4, 2.563, 2.563, 2.563, 87.56, 87.56,
            87.56, 122.4, 122.4, 122.4, 207.4, 207.4, 207.4,
        ])

    /// Files in a folder, and the order in which Keras lists them: sorted, and shuffled with seed 7.
    static let names = [
        "b/2.png", "b/10.png", "a/z.PNG", "a/inner/1.jpeg", "a/.hidden.png", "a-c/1.png", "é/1.jpg",
        "b/note.txt", ".git/1.png", "a/inner-1/2.png",
    ]
    static let classNames = ["a", "a-c", "b", "é"]
    static let sorted = [
        "a/.hidden.png", "a/z.PNG", "a/inner/1.jpeg", "a/inner-1/2.png", "a-c/1.png", "b/10.png",
        "b/2.png", "é/1.jpg",
    ]
    static let sortedLabels = [0, 0, 0, 0, 1, 2, 2, 3]
    static let shuffled = [
        "a/inner/1.jpeg", "b/10.png", "a/.hidden.png", "b/2.png", "a/inner-1/2.png", "a/z.PNG",
        "a-c/1.png", "é/1.jpg",
    ]
    static let shuffledLabels = [0, 2, 0, 2, 0, 0, 1, 3]
}
