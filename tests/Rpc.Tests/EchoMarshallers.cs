using Google.Protobuf;
using Grpc.Core;
using Sim.Tests.Messages;

namespace Sim.Tests;

/// <summary>Marshallers for methods that no generated code knows.</summary>
public static class EchoMarshallers
{
    public static Marshaller<EchoRequest> Request { get; } = Marshallers.Create(m => m.ToByteArray(), EchoRequest.Parser.ParseFrom);

    public static Marshaller<EchoReply> Reply { get; } = Marshallers.Create(m => m.ToByteArray(), EchoReply.Parser.ParseFrom);
}
