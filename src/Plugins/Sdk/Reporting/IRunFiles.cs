namespace Sim.Plugins.Sdk;

/// <summary>The files of a run folder, by relative path with forward slashes.</summary>
public interface IRunFiles
{
    /// <summary>Opens a new file for writing; it appears complete or not at all when the stream is closed.</summary>
    Stream Create(string path);

    /// <summary>Opens a file for reading, or null when it does not exist.</summary>
    Stream? OpenRead(string path);

    /// <summary>The recording of a case, or null when it was not kept.</summary>
    Recording? Recording(string caseId);

    /// <summary>The recording of the same case in the run that this one is compared with, or null when there is none.</summary>
    Recording? BaselineRecording(string caseId) => null;
}
