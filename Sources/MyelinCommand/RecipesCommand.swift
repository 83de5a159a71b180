import ArgumentParser

/// Lists the recipes.
struct RecipesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "recipes", abstract: "List the recipes.")

    func run() {
        for recipe in Recipes.all {
            print(recipe.name + String(repeating: " ", count: max(1, 20 - recipe.name.count)) + recipe.summary)
        }
    }
}
