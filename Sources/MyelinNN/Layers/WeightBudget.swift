import Glibc
import MyelinCore
import Synchronization

/// How many bytes the weights of a model may take that is made from a file: one can ask for any number of them, and must be
/// refused before memory is taken.
package final class WeightBudget: Sendable {
    /// That of the model which is made now.
    @TaskLocal package static var current: WeightBudget?

    private let rest: Mutex<Int>

    package init(byteCount: Int) { rest = Mutex(byteCount) }

    /// What a file of some size can hold: compressed, weights may be larger than it.
    package convenience init(fileByteCount: Int) {
        self.init(byteCount: min(fileByteCount, 1 << 40) * 1024 + 64 << 20)
    }

    /// The memory of this machine.
    package static var machine: WeightBudget {
        WeightBudget(byteCount: sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Takes what a weight needs; false if there is not as much.
    static func takes(_ type: TensorType) -> Bool {
        guard type.shape.isPossible else { return false }
        return (current ?? machine).rest.withLock { rest in
            guard type.byteCount <= rest else { return false }
            rest -= type.byteCount
            return true
        }
    }
}
