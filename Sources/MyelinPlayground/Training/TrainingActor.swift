/// Where all networks of the playground train: one after the other, a short while at a time. Models are no values, and the
/// kernels' threads are shared.
@globalActor
package actor TrainingActor {
    package static let shared = TrainingActor()
}
