using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Sim.Rpc.ReflectionV1;

namespace Sim.Rpc;

/// <summary>Tells tools what a server offers, under <c>grpc.reflection.v1</c> and the older <c>v1alpha</c>, whose messages are the same.</summary>
internal sealed class ReflectionService : ServerReflection.ServerReflectionBase
{
    public const string AlphaName = "grpc.reflection.v1alpha.ServerReflection";

    private readonly SortedSet<string> _services;
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);

    /// <summary>Describes services.</summary>
    /// <param name="services">Full names of all services of the server.</param>
    /// <param name="descriptors">The descriptors that are known of them.</param>
    public ReflectionService(IEnumerable<string> services, IEnumerable<FileDescriptor> descriptors)
    {
        _services = new SortedSet<string>(services, StringComparer.Ordinal);
        foreach (var file in descriptors) Add(file);
    }

    /// <summary>The service under its older name.</summary>
    public ServerServiceDefinition BindAlpha()
    {
        var method = new Method<ServerReflectionRequest, ServerReflectionResponse>(
            MethodType.DuplexStreaming,
            AlphaName,
            "ServerReflectionInfo",
            Marshallers.Create(m => m.ToByteArray(), ServerReflectionRequest.Parser.ParseFrom),
            Marshallers.Create(m => m.ToByteArray(), ServerReflectionResponse.Parser.ParseFrom));
        return ServerServiceDefinition.CreateBuilder().AddMethod(method, ServerReflectionInfo).Build();
    }

    public override async Task ServerReflectionInfo(IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            var request = requestStream.Current;
            var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
            Answer(request, response);
            await responseStream.WriteAsync(response).ConfigureAwait(false);
        }
    }

    private void Answer(ServerReflectionRequest request, ServerReflectionResponse response)
    {
        switch (request.MessageRequestCase)
        {
            case ServerReflectionRequest.MessageRequestOneofCase.FileByFilename when _files.TryGetValue(request.FileByFilename, out var file):
                response.FileDescriptorResponse = WithImports(file);
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.FileContainingSymbol when FileOf(request.FileContainingSymbol) is { } file:
                response.FileDescriptorResponse = WithImports(file);
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.ListServices:
                response.ListServicesResponse = new ListServiceResponse();
                foreach (var name in _services) response.ListServicesResponse.Service.Add(new ServiceResponse { Name = name });
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.AllExtensionNumbersOfType when _symbols.ContainsKey(request.AllExtensionNumbersOfType):
                // proto3 messages have no extensions.
                response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case ServerReflectionRequest.MessageRequestOneofCase.None:
                response.ErrorResponse = Error(StatusCode.InvalidArgument, "The request asks nothing.");
                break;
            default:
                response.ErrorResponse = Error(StatusCode.NotFound, "There is no such file, symbol or extension.");
                break;
        }
    }

    private static ErrorResponse Error(StatusCode code, string text) => new() { ErrorCode = (int)code, ErrorMessage = text };

    /// <summary>A symbol's file; a method or a field is found by what it stands in.</summary>
    private FileDescriptor? FileOf(string symbol)
    {
        if (_symbols.TryGetValue(symbol, out var file)) return file;
        var dot = symbol.LastIndexOf('.');
        if (dot < 0 || !_symbols.TryGetValue(symbol[..dot], out file)) return null;
        var (parent, name) = (symbol[..dot], symbol[(dot + 1)..]);
        var known = file.Services.Any(s => s.FullName == parent && s.FindMethodByName(name) is not null)
            || Messages(file.MessageTypes).Any(m => m.FullName == parent && (m.FindFieldByName(name) is not null || m.Oneofs.Any(o => o.Name == name)))
            || Enums(file).Any(e => e.FullName == parent && e.FindValueByName(name) is not null);
        return known ? file : null;
    }

    private static FileDescriptorResponse WithImports(FileDescriptor file)
    {
        var response = new FileDescriptorResponse();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        void Visit(FileDescriptor next)
        {
            if (!seen.Add(next.Name)) return;
            response.FileDescriptorProto.Add(next.SerializedData);
            foreach (var import in next.Dependencies) Visit(import);
        }

        Visit(file);
        return response;
    }

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file)) return;
        foreach (var service in file.Services) _symbols.TryAdd(service.FullName, file);
        foreach (var message in Messages(file.MessageTypes)) _symbols.TryAdd(message.FullName, file);
        foreach (var value in Enums(file)) _symbols.TryAdd(value.FullName, file);
        foreach (var import in file.Dependencies) Add(import);
    }

    private static IEnumerable<MessageDescriptor> Messages(IEnumerable<MessageDescriptor> types) => types.SelectMany(t => Messages(t.NestedTypes).Prepend(t));

    private static IEnumerable<EnumDescriptor> Enums(FileDescriptor file) => file.EnumTypes.Concat(Messages(file.MessageTypes).SelectMany(m => m.EnumTypes));
}
