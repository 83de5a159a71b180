import Myelin
@main struct MyelinMain { static func main() { print("myelin") } }
