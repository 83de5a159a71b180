import Foundation
import Myelin

/// One row of the table of settings: its name in links, what it may be, what a change means, and its control on the page.
package struct Setting: Sendable {
    package enum Kind: String, Encodable, Sendable { case choice, number, flag, list, text }
    package struct Choice: Encodable, Sendable {
        package let value: String
        package let label: String
    }

    package let name: String
    package let label: String
    package let kind: Kind
    package let effect: Settings.Effect
    /// What the page offers; for a number those of its menu, if it has one.
    package var choices: [Choice] = []
    package var minimum: Double?
    package var maximum: Double?
    package var step: Double?
    /// One sentence for the user.
    package var help = ""
    /// The problem that it belongs to, if it belongs to one.
    package var problem: Settings.Problem?

    package let read: @Sendable (Settings) -> String
    /// Throws a message that names the setting, what was expected and what came.
    package let write: @Sendable (inout Settings, String) throws -> Void
}

package typealias SettingPath<Value> = WritableKeyPath<Settings, Value> & Sendable

extension Setting {
    package static func choice(
        _ name: String, _ label: String, _ path: SettingPath<String>, _ choices: [Choice], _ effect: Settings.Effect,
        problem: Settings.Problem? = nil, help: String = ""
    ) -> Setting {
        let values = choices.map(\.value)
        return Setting(
            name: name, label: label, kind: .choice, effect: effect, choices: choices, help: help, problem: problem,
            read: { $0[keyPath: path] },
            write: { settings, text in
                guard values.contains(text) else {
                    throw wrong(name, "one of \(values.joined(separator: ", "))", text)
                }
                settings[keyPath: path] = text
            })
    }

    package static func choice<Value: RawRepresentable<String> & CaseIterable & Sendable>(
        _ name: String, _ label: String, _ path: SettingPath<Value>, _ effect: Settings.Effect, help: String = ""
    ) -> Setting {
        let choices = Value.allCases.map { Choice(value: $0.rawValue, label: $0.rawValue.capitalized) }
        return Setting(
            name: name, label: label, kind: .choice, effect: effect, choices: choices, help: help,
            read: { $0[keyPath: path].rawValue },
            write: { settings, text in
                guard let value = Value(rawValue: text) else {
                    throw wrong(name, "one of \(choices.map(\.value).joined(separator: ", "))", text)
                }
                settings[keyPath: path] = value
            })
    }

    package static func whole(
        _ name: String, _ label: String, _ path: SettingPath<Int>, _ range: ClosedRange<Int>, step: Int = 1,
        menu: [(Int, String)] = [], _ effect: Settings.Effect, help: String = ""
    ) -> Setting {
        Setting(
            name: name, label: label, kind: .number, effect: effect,
            choices: menu.map { Choice(value: "\($0.0)", label: $0.1) }, minimum: Double(range.lowerBound),
            maximum: Double(range.upperBound), step: Double(step), help: help,
            read: { "\($0[keyPath: path])" },
            write: { settings, text in
                guard let value = Int(text), range.contains(value) else {
                    throw wrong(name, "a whole number from \(range.lowerBound) to \(range.upperBound)", text)
                }
                settings[keyPath: path] = value
            })
    }

    package static func real(
        _ name: String, _ label: String, _ path: SettingPath<Double>, _ range: ClosedRange<Double>,
        menu: [Double] = [], zero: String? = nil, _ effect: Settings.Effect, help: String = ""
    ) -> Setting {
        Setting(
            name: name, label: label, kind: .number, effect: effect,
            choices: menu.map { Choice(value: short($0), label: $0 == 0 ? zero ?? "0" : short($0)) },
            minimum: range.lowerBound,
            maximum: range.upperBound, help: help,
            read: { short($0[keyPath: path]) },
            write: { settings, text in
                // NaN is in no range.
                guard let value = Double(text), range.contains(value) else {
                    throw wrong(name, "a number from \(short(range.lowerBound)) to \(short(range.upperBound))", text)
                }
                settings[keyPath: path] = value
            })
    }

    package static func flag(
        _ name: String, _ label: String, _ path: SettingPath<Bool>, _ effect: Settings.Effect, help: String = ""
    ) -> Setting {
        Setting(
            name: name, label: label, kind: .flag, effect: effect, help: help,
            read: { $0[keyPath: path] ? "true" : "false" },
            write: { settings, text in
                guard let value = Bool(text) else { throw wrong(name, "true or false", text) }
                settings[keyPath: path] = value
            })
    }

    /// Some of the choices, at least one, in the table's order.
    package static func subset(
        _ name: String, _ label: String, _ path: SettingPath<[String]>, _ choices: [Choice], _ effect: Settings.Effect
    ) -> Setting {
        let values = choices.map(\.value)
        return Setting(
            name: name, label: label, kind: .list, effect: effect, choices: choices,
            read: { $0[keyPath: path].joined(separator: ",") },
            write: { settings, text in
                let chosen = Set(text.split(separator: ",").map(String.init))
                guard !chosen.isEmpty, chosen.isSubset(of: values) else {
                    throw wrong(name, "one or more of \(values.joined(separator: ", "))", text)
                }
                settings[keyPath: path] = values.filter(chosen.contains)
            })
    }

    /// Sizes of layers.
    package static func sizes(
        _ name: String, _ label: String, _ path: SettingPath<[Int]>, count: ClosedRange<Int>, each: ClosedRange<Int>,
        _ effect: Settings.Effect
    ) -> Setting {
        Setting(
            name: name, label: label, kind: .list, effect: effect, minimum: Double(each.lowerBound),
            maximum: Double(each.upperBound),
            read: { $0[keyPath: path].map(String.init).joined(separator: ",") },
            write: { settings, text in
                let parts = text.isEmpty ? [] : text.split(separator: ",", omittingEmptySubsequences: false)
                let numbers = parts.compactMap { Int($0) }
                guard numbers.count == parts.count, count.contains(numbers.count), numbers.allSatisfy(each.contains)
                else {
                    throw wrong(
                        name,
                        "\(count.lowerBound) to \(count.upperBound) numbers from \(each.lowerBound) to \(each.upperBound)",
                        text)
                }
                settings[keyPath: path] = numbers
            })
    }

    package static func text(_ name: String, _ label: String, _ path: SettingPath<String>, _ effect: Settings.Effect)
        -> Setting
    {
        Setting(
            name: name, label: label, kind: .text, effect: effect, read: { $0[keyPath: path] },
            write: { settings, text in
                guard text.count <= 200 else { throw wrong(name, "at most 200 characters", text) }
                settings[keyPath: path] = text
            })
    }

    private static func wrong(_ name: String, _ expected: String, _ text: String) -> MyelinError {
        let shown = text.count > 40 ? "\(text.prefix(40))…" : text
        return MyelinError(.argument, "\(name): expected \(expected), got '\(shown)'")
    }
}

/// A number as one would write it: 0.03, 1, 1e-05.
package func short(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : "\(number)"
}
