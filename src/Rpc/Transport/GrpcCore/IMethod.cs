namespace Grpc.Core;

/// <summary>The name and kind of a remote method, without its message types.</summary>
public interface IMethod
{
    /// <summary>How many messages each side sends.</summary>
    MethodType Type { get; }

    /// <summary>Full name of the service, with its package.</summary>
    string ServiceName { get; }

    /// <summary>Name of the method within its service.</summary>
    string Name { get; }

    /// <summary>The path of a call: <c>/package.Service/Method</c>.</summary>
    string FullName { get; }
}
