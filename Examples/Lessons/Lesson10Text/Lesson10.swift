import Myelin

extension Lesson {
    static let text = Lesson(
        10, "Text: from words to numbers",
        aim: "Turn texts into numbers in two ways, and see when the order of words matters."
    ) { output in
        try encode(output)
        let histories = try order(output)
        try films(output)
        try output.picture("lesson10-order") { try Pictures10.figure(histories).write(to: $0) }
    }

    private static func encode(_ output: LessonOutput) throws {
        output.heading("Words become numbers, reviews become vectors")
        let vocabulary = ["", "a", "bad", "film", "good", "not"]
        for review in ["not good a bad film", "not bad a good film"] {
            let numbers = review.split(separator: " ").map { Int32(vocabulary.firstIndex(of: String($0))!) }
            let vector = try vectorizeSequences([numbers], dimension: vocabulary.count).cast(to: .float32)
            let text = listed(try vector.scalars(Float.self).map(Double.init), 0)
            output.line("\"\(review)\" → numbers \(numbers) → multi-hot \(text)")
        }
        output.line("their multi-hot vectors are equal: the order is lost")
    }

    private static func order(_ output: LessonOutput) throws -> [(name: String, history: History)] {
        output.heading("Reviews in which \"not\" turns the next word around")
        let train = WordOrder.reviews(4000, seed: 1), test = WordOrder.reviews(1000, seed: 2)
        for index in 0..<2 {
            let words = train.x[index].map { WordOrder.words[Int($0)] }.joined(separator: " ")
            output.line("\(try train.y[index].scalar(UInt8.self) == 1 ? "good" : "bad "): \(words)")
        }
        let words = WordOrder.words.count
        let counted = try Readers.multiHot(words: words)
        let countedHistory = try counted.fit(
            try vectorizeSequences(train.x, dimension: words), train.y, batchSize: 50, epochs: 6, verbose: .silent,
            validationSplit: 0.1)
        let read = try Readers.lstm(words: words, length: WordOrder.length, rate: 0.02)
        let readHistory = try read.fit(
            try padSequences(train.x, length: WordOrder.length), train.y, batchSize: 50, epochs: 6, verbose: .silent,
            validationSplit: 0.1)
        let without = try counted.evaluate(try vectorizeSequences(test.x, dimension: words), test.y)["accuracy"]!
        let with = try read.evaluate(try padSequences(test.x, length: WordOrder.length), test.y)["accuracy"]!
        output.number("multi-hot and dense layers: accuracy", without, digits: 3)
        output.number("embedding and LSTM: accuracy", with, digits: 3)
        return [("multi-hot, dense layers", countedHistory), ("embedding, LSTM", readHistory)]
    }

    private static func films(_ output: LessonOutput) throws {
        output.heading("Real film reviews: IMDB")
        let words = 5000
        guard let reviews = LessonData.reviews(words: words) else {
            output.line("IMDB is not at hand, so it is left out; 'myelin run imdb-mlp' downloads it")
            return
        }
        output.line("the first 4000 reviews to learn from, 1000 to test with; the 5000 most frequent words")
        let (train, test) = (Array(reviews.train.x[..<4000]), Array(reviews.test.x[..<1000]))
        let (trainY, testY) = (reviews.train.y[..<4000], reviews.test.y[..<1000])
        let counted = try Readers.multiHot(words: words)
        try counted.fit(
            try vectorizeSequences(train, dimension: words), trainY, batchSize: 128, epochs: 3, verbose: .silent)
        let accuracy = try counted.evaluate(try vectorizeSequences(test, dimension: words), testY)["accuracy"]!
        output.number("IMDB as multi-hot: accuracy", accuracy, digits: 3)
        let length = 80
        let read = try Readers.lstm(words: words, length: length, rate: 0.005)
        try read.fit(try padSequences(train, length: length), trainY, batchSize: 64, epochs: 3, verbose: .silent)
        let last = try read.evaluate(try padSequences(test, length: length), testY)["accuracy"]!
        output.number("the last 80 words by embedding and LSTM: accuracy", last, digits: 3)
        output.line("so few reviews are soon learned by heart: here, which words are there says more than their order")
    }
}
