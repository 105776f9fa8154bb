namespace Grpc.Core;

/// <summary>How a call ended; the numbers are those of the wire.</summary>
public enum StatusCode
{
    /// <summary>Success.</summary>
    OK = 0,

    /// <summary>The caller cancelled the call.</summary>
    Cancelled = 1,

    /// <summary>An error without a better code.</summary>
    Unknown = 2,

    /// <summary>The arguments are wrong, whatever the state of the system.</summary>
    InvalidArgument = 3,

    /// <summary>The deadline passed before the call was done.</summary>
    DeadlineExceeded = 4,

    /// <summary>Something that was asked for does not exist.</summary>
    NotFound = 5,

    /// <summary>Something to be made exists already.</summary>
    AlreadyExists = 6,

    /// <summary>The caller is known and may not do this.</summary>
    PermissionDenied = 7,

    /// <summary>A limit on size, count or rate was reached.</summary>
    ResourceExhausted = 8,

    /// <summary>The system is not in the state that the call needs; do not retry before it is.</summary>
    FailedPrecondition = 9,

    /// <summary>The operation was ended by a conflict; retry on a higher level.</summary>
    Aborted = 10,

    /// <summary>Past the valid range.</summary>
    OutOfRange = 11,

    /// <summary>The method is not offered here.</summary>
    Unimplemented = 12,

    /// <summary>A promise of the system was broken.</summary>
    Internal = 13,

    /// <summary>The service cannot be reached now; a retry may succeed.</summary>
    Unavailable = 14,

    /// <summary>Data was lost or damaged for good.</summary>
    DataLoss = 15,

    /// <summary>No valid credentials came with the call.</summary>
    Unauthenticated = 16,
}
