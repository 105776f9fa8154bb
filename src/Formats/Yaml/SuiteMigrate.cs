namespace Sim.Formats.Yaml;

/// <summary>
/// Brings the text of a suite to the newest schema (<c>sim migrate</c>). Schema 1 is the first, so there is no step yet: the text is checked and
/// returned as it is. Thread-safe.
/// </summary>
public static class SuiteMigrate
{
    // Step n turns the text of schema n + 1 into that of schema n + 2 and keeps the comments.
    private static readonly Func<string, string>[] Steps = [];

    /// <summary>The text in the newest schema, checked.</summary>
    /// <param name="text">YAML text of a suite.</param>
    /// <param name="file">Its name for messages.</param>
    /// <param name="folder">Absolute folder for its paths.</param>
    /// <param name="options">Variables, roots and limits.</param>
    /// <returns>The same text when it is already in the newest schema.</returns>
    /// <exception cref="InputException">Not a valid suite, or one of a newer schema.</exception>
    public static string Run(string text, string file, string folder, YamlOptions options)
    {
        var document = YamlSettings.Read(text, file, options);
        SuiteFile.CheckSchema(document);
        for (int from = int.Parse(document.Find("schema")!.Text, System.Globalization.CultureInfo.InvariantCulture); from < SuiteFile.Schema; from++)
        {
            text = Steps[from - 1](text);
        }

        _ = SuiteFile.Parse(text, file, folder, options);
        return text;
    }
}
