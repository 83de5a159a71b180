import MyelinPlayground
import TestSupport
import Testing

@Suite struct SettingsTests {
    @Test func aLinkCarriesEverySetting() throws {
        var settings = Settings()
        let changes = [
            "problem": "regression", "data": "spiral", "regressionData": "multigauss", "noise": "15",
            "trainShare": "70", "batchSize": "32", "dataSeed": "7", "csvX": "petal width", "csvY": "größe",
            "csvLabel": "a&b=c", "csvClass": "#1", "features": "x1,x1TimesX2,sinX2", "network": "8,1,3",
            "activation": "leaky_relu", "initializer": "HeNormal", "batchNormalization": "true", "dropout": "30",
            "seed": "99", "loss": "Hinge", "regressionLoss": "Huber", "optimizer": "AdamW", "learningRate": "0.0123",
            "regularization": "L1L2", "regularizationRate": "0.003", "speed": "600", "stopEpoch": "1000",
            "stopLoss": "0.05", "showTest": "true", "discretize": "true", "lines": "gradients",
        ]
        #expect(Set(changes.keys) == Set(Settings.table.map(\.name)))
        try settings.set(changes)
        for setting in Settings.table { #expect(setting.read(settings) == changes[setting.name], "\(setting.name)") }
        let (again, messages) = Settings.read(link: "#" + settings.link)
        #expect(again == settings)
        #expect(messages.isEmpty)
    }

    @Test(arguments: [
        ("noise=77", "noise: expected a whole number from 0 to 50, got '77'"),
        ("noise=-1", "noise: expected a whole number from 0 to 50, got '-1'"),
        ("learningRate=nan", "learningRate: expected a number from 1e-06 to 10, got 'nan'"),
        ("learningRate=inf", "learningRate: expected a number from 1e-06 to 10, got 'inf'"),
        ("network=4,9", "network: expected 0 to 6 numbers from 1 to 8, got '4,9'"),
        ("network=1,1,1,1,1,1,1", "network: expected 0 to 6 numbers from 1 to 8, got '1,1,1,1,1,1,1'"),
        ("network=4,,2", "network: expected 0 to 6 numbers from 1 to 8, got '4,,2'"),
        ("batchSize=0", "batchSize: expected a whole number from 1 to 500, got '0'"),
        (
            "features=",
            "features: expected one or more of x1, x2, x1Squared, x2Squared, x1TimesX2, sinX1, sinX2, got ''"
        ),
        ("problem=magic", "problem: expected one of classification, regression, got 'magic'"),
        ("showTest=1", "showTest: expected true or false, got '1'"),
        ("data=../../etc/passwd", "data: expected one of circle, xor, gauss, spiral, csv, got '../../etc/passwd'"),
        ("colour=red", "there is no setting 'colour'"), ("noise", "'noise' is no setting"),
        ("%zz=1", "'%zz=1' is no setting"),
    ])
    func whatALinkSaysWronglyHasItsDefault(part: String, message: String) {
        let (settings, messages) = Settings.read(link: "#\(part)&seed=5")
        var expected = Settings()
        expected.seed = 5
        #expect(settings == expected)
        #expect(messages == [message])
    }

    @Test func aLinkThatIsFarTooLongIsNotRead() {
        let (settings, messages) = Settings.read(link: String(repeating: "seed=5&", count: 1000))
        #expect(settings == Settings())
        #expect(messages == ["the link is longer than 4000 characters; the defaults are used"])
    }

    @Test func whatOneChangeOfSeveralCannotBeChangesNothing() {
        var settings = Settings()
        #expect(errorText { try settings.set(["noise": "5", "seed": "many"]) } != nil)
        #expect(settings == Settings())
    }
}
