namespace Sim.Host.Store;

/// <summary>Reads run.json and sim.lock.json.</summary>
internal static class IdentityFile
{
    /// <summary>Reads one.</summary>
    /// <exception cref="InputException">Absent or damaged.</exception>
    public static RunIdentity Read(string path)
    {
        var identity = JsonFile.Read(path, SimJson.Default.RunIdentity, "identity of a run");
        return identity.Inputs.DistinctBy(i => i.Key).Count() == identity.Inputs.Count && identity.Modules.DistinctBy(m => (m.Kind, m.Name)).Count() == identity.Modules.Count
            ? identity
            : throw new InputException("this is no identity of a run: an input or a module is named twice", path, 1);
    }
}
