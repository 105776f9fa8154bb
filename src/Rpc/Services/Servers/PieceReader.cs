using Grpc.Core;

namespace Sim.Rpc.Services;

/// <summary>Puts a content together from pieces: never more than was announced, and no room is made for what has not come. Not thread-safe.</summary>
internal sealed class PieceReader(ulong announced, string what) : IDisposable
{
    private readonly MemoryStream _content = new();

    public void Add(ReadOnlyMemory<byte> piece)
    {
        if (piece.Length > ContractLimits.PieceBytes)
        {
            throw ContractErrors.Of(StatusCode.ResourceExhausted, Messages.ErrorReason.MessageTooBig, $"a piece of the {what} has {piece.Length} bytes, more than {ContractLimits.PieceBytes}");
        }

        if ((ulong)_content.Length + (ulong)piece.Length > announced)
        {
            throw ContractErrors.Of(StatusCode.DataLoss, Messages.ErrorReason.DataLoss, $"the pieces of the {what} hold more than the {announced} bytes that were announced");
        }

        _content.Write(piece.Span);
    }

    /// <exception cref="RpcException">Bytes are missing.</exception>
    public ReadOnlyMemory<byte> Content() => (ulong)_content.Length == announced
        ? _content.GetBuffer().AsMemory(0, (int)_content.Length)
        : throw ContractErrors.Of(StatusCode.DataLoss, Messages.ErrorReason.DataLoss, $"the pieces of the {what} hold {_content.Length} bytes, but {announced} were announced");

    public void Dispose() => _content.Dispose();
}
