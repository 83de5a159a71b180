import Hummingbird

/// The files of the page, which are part of the program. A request names one of these; no path leads anywhere else.
struct PageFile: Sendable {
    let path: RouterPath
    let type: String
    let bytes: [UInt8]

    static let all: [PageFile] = [
        PageFile(path: "/", type: "text/html; charset=utf-8", bytes: PackageResources.index_html),
        PageFile(path: "/page.css", type: css, bytes: PackageResources.page_css),
        PageFile(path: "/controls.css", type: css, bytes: PackageResources.controls_css),
        PageFile(path: "/network.css", type: css, bytes: PackageResources.network_css),
        PageFile(path: "/icon.svg", type: "image/svg+xml", bytes: PackageResources.icon_svg),
        PageFile(path: "/main.js", type: script, bytes: PackageResources.main_js),
        PageFile(path: "/server.js", type: script, bytes: PackageResources.server_js),
        PageFile(path: "/controls.js", type: script, bytes: PackageResources.controls_js),
        PageFile(path: "/data.js", type: script, bytes: PackageResources.data_js),
        PageFile(path: "/network.js", type: script, bytes: PackageResources.network_js),
        PageFile(path: "/editor.js", type: script, bytes: PackageResources.editor_js),
        PageFile(path: "/output.js", type: script, bytes: PackageResources.output_js),
        PageFile(path: "/curve.js", type: script, bytes: PackageResources.curve_js),
        PageFile(path: "/colors.js", type: script, bytes: PackageResources.colors_js),
        PageFile(path: "/export.js", type: script, bytes: PackageResources.export_js),
    ]

    private static let css = "text/css; charset=utf-8"
    private static let script = "text/javascript; charset=utf-8"

    var response: Response {
        Response(
            status: .ok,
            headers: [
                .contentType: type, .cacheControl: "no-cache", .xContentTypeOptions: "nosniff",
                // Nothing is loaded from elsewhere, and no other site may show the page in a frame.
                .contentSecurityPolicy: "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; "
                    + "base-uri 'none'; form-action 'none'",
            ],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
