import Foundation
import Myelin

// Settings as the part of an address behind the #: `problem=regression&network=4,2&…`.

extension Settings {
    /// The longest link that is read.
    package static let longestLink = 4000

    /// All settings as a link that opens them again.
    package var link: String {
        Settings.table.filter { $0.kind != .text || !$0.read(self).isEmpty }
            .map { "\($0.name)=\(Settings.encoded($0.read(self)))" }.joined(separator: "&")
    }

    /// The settings of a link. What cannot be read is told of, and has its default.
    package static func read(link: String) -> (settings: Settings, messages: [String]) {
        var settings = Settings()
        var messages: [String] = []
        guard link.utf8.count <= longestLink else {
            return (settings, ["the link is longer than \(longestLink) characters; the defaults are used"])
        }
        for part in link.drop(while: { $0 == "#" || $0 == "?" }).split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            do {
                guard pair.count == 2, let name = pair[0].removingPercentEncoding,
                    let text = pair[1].removingPercentEncoding
                else { throw MyelinError(.argument, "'\(part.prefix(40))' is no setting") }
                try setting(named: name).write(&settings, text)
            } catch {
                messages.append("\(error)")
            }
        }
        return (settings, messages)
    }

    private static func encoded(_ text: String) -> String {
        var allowed = CharacterSet.alphanumerics
        allowed.insert(charactersIn: ",.-_")
        return text.addingPercentEncoding(withAllowedCharacters: allowed) ?? ""
    }
}
