namespace Sim.Interp.Recipes;

/// <summary>What an option of a recipe takes.</summary>
public enum RecipeOptionKind
{
    /// <summary>A whole number.</summary>
    Whole,

    /// <summary>A number.</summary>
    Number,

    /// <summary><c>true</c> or <c>false</c>.</summary>
    Flag,

    /// <summary>One of some words.</summary>
    Choice,

    /// <summary>Numbers with commas between them.</summary>
    Numbers,
}
