import Myelin
import TestSupport
import Testing

/// Expected texts and numbers are those of scikit-learn 1.9's `classification_report`, `confusion_matrix`, `r2_score`,
/// `mean_absolute_error` and `root_mean_squared_error`.
@Suite struct ReportTests {
    @Test("The classification report is scikit-learn's, letter by letter")
    func classification() throws {
        let targets = [0, 1, 1, 2, 2, 2, 0, 1], predictions = [0, 1, 2, 2, 2, 1, 1, 1]
        let report = try ClassificationReport(
            targets: targets, predictions: predictions, classNames: ["bird", "cat", "dog"])
        #expect(
            report.description == """
                              precision    recall  f1-score   support

                        bird       1.00      0.50      0.67         2
                         cat       0.50      0.67      0.57         3
                         dog       0.67      0.67      0.67         3

                    accuracy                           0.62         8
                   macro avg       0.72      0.61      0.63         8
                weighted avg       0.69      0.62      0.63         8

                """)
        #expect(report.accuracy == 0.625)
        #expect(abs(report.weightedAverage.f1 - 0.6309523809523809) < 1e-15)
        #expect(abs(report.macroAverage.precision - 0.7222222222222222) < 1e-15)
        #expect(report.confusionMatrix.counts == [[1, 1, 0], [0, 2, 1], [0, 1, 2]])
        #expect(
            report.confusionMatrix.description == """
                true \\ predicted  bird  cat  dog
                            bird     1    1    0
                             cat     0    2    1
                             dog     0    1    2
                """)
    }

    @Test("Classes that do not occur, long names, and shares of nothing")
    func oddClasses() throws {
        let report = try ClassificationReport(
            targets: [0, 1], predictions: [1, 1], classNames: ["a very long class name", "b", "not there"])
        #expect(
            report.description == """
                                        precision    recall  f1-score   support

                a very long class name       0.00      0.00      0.00         1
                                     b       0.50      1.00      0.67         1

                              accuracy                           0.50         2
                             macro avg       0.25      0.50      0.33         2
                          weighted avg       0.25      0.50      0.33         2

                """)
        #expect(errorText { try ClassificationReport(targets: [0], predictions: [0, 1], classNames: ["a"]) } != nil)
        #expect(errorText { try ClassificationReport(targets: [3], predictions: [0], classNames: ["a"]) } != nil)
    }

    @Test("The errors of a regression are scikit-learn's")
    func regression() throws {
        let report = try RegressionReport(targets: [3, -0.5, 2, 7], predictions: [2.5, 0, 2, 8])
        #expect(mismatch([report.r2], [0.9486081370449679], rtol: 1e-14) == nil)
        #expect(report.meanAbsoluteError == 0.5)
        #expect(mismatch([report.rootMeanSquaredError], [0.6123724356957945], rtol: 1e-14) == nil)
        #expect(report.description == "R²    0.9486\nMAE   0.5000\nRMSE  0.6124\n")
        #expect(try RegressionReport(targets: [1, 1], predictions: [1, 1]).r2 == 1)
        #expect(try RegressionReport(targets: [1, 1], predictions: [1, 2]).r2 == 0)
        #expect(try RegressionReport(targets: [1], predictions: [1]).r2.isNaN)
        #expect(errorText { try RegressionReport(targets: [], predictions: []) } != nil)
    }
}
