namespace Sim;

/// <summary>Kind of a settings node.</summary>
public enum SettingKind
{
    /// <summary>Nothing after the key.</summary>
    Null,
    /// <summary>Text, number or word.</summary>
    Scalar,
    /// <summary>List.</summary>
    List,
    /// <summary>Map.</summary>
    Map,
}
