using Sim.Numerics.Weights;

namespace Sim.Tests.Weights;

public sealed class SafetensorsRefusalTests
{
    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "take 8 bytes, but 9 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "within the 7 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[1,9]}}""", 9, "there is a hole")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}""", 3, "they overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}""", 2, "they overlap")]
    [InlineData("""{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[4,6]}}""", 6, "there is a hole")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,8]}}""", 8, "take 24")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", 8, "passes 63 bits")]
    [InlineData("""{"a":{"dtype":"F8","shape":[4294967296,4294967296,0],"data_offsets":[0,8]}}""", 8, "passes 63 bits")]
    [InlineData("""{"a":{"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]}}""", 0, "take 18446744073709551616")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", 8, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,8]}}""", 8, "whole numbers from 0")]
    [InlineData("""{"a":{"dtype":"U8","shape":[0],"data_offsets":[8,0]}}""", 8, "not above the end")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}}""", 1, "more than 2 numbers")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}}""", 1, "lacks one of")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1]}}""", 1, "lacks one of")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"shape":[1],"data_offsets":[0,1]}}""", 1, "there twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"strides":[1],"data_offsets":[0,1]}}""", 1, "unknown")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "'a' is there twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"\u0061":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""", 2, "'a' is there twice")]
    [InlineData("""{"__metadata__":{"a":"x","a":"y"}}""", 0, "twice")]
    [InlineData("""{"__metadata__":{"a":1}}""", 0, "expected text")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", 0, "twice")]
    [InlineData("""{"a":7}""", 0, "expected an object")]
    [InlineData("""{"a":{"dtype":7}}""", 0, "'dtype'")]
    [InlineData("""{"a":{"dtype":"F32","shape":4}}""", 0, "expected a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[4]]]]}}""", 0, "")]
    [InlineData("""{} {}""", 0, "no JSON")]
    [InlineData("""{"a":""", 0, "no JSON")]
    [InlineData("""{"\ud800":{}}""", 0, "no Unicode")]
    [InlineData(""" {}""", 0, "expected '{'")]
    [InlineData("""[]""", 0, "expected '{'")]
    [InlineData("", 0, "expected '{'")]
    public void Headers_that_do_not_hold_are_refused_with_what_was_found(string json, int dataBytes, string expected)
    {
        var refusal = Assert.Throws<InputException>(() => SafetensorsFile.Read(SafetensorsSamples.File(json, dataBytes), "bad.safetensors"));
        Assert.StartsWith("bad.safetensors: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "has 0 bytes")]
    [InlineData(new byte[] { 2, 0, 0, 0, 0, 0, 0 }, "has 7 bytes")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, (byte)'{', (byte)'}' }, "at most the 2 that follow")]
    [InlineData(new byte[] { 255, 255, 255, 255, 255, 255, 255, 255, (byte)'{', (byte)'}' }, "18446744073709551615")]
    [InlineData(new byte[] { 1, 0xE1, 0xF5, 5, 0, 0, 0, 0, (byte)'{', (byte)'}' }, "100000001 bytes")]
    public void Lengths_of_headers_that_do_not_hold_are_refused(byte[] content, string expected) =>
        Assert.Contains(expected, Assert.Throws<InputException>(() => SafetensorsFile.Read(content, "bad")).Message, StringComparison.Ordinal);

    [Fact]
    public void Padding_and_an_empty_list_are_read()
    {
        using var file = SafetensorsFile.Read(SafetensorsSamples.File("{}   ", 0), "empty");
        Assert.Empty(file.Tensors);
        Assert.Contains("none", Assert.Throws<InputException>(() => file["x"]).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Places_that_are_no_files_are_refused()
    {
        string folder = Directory.CreateTempSubdirectory("sim-weights-").FullName;
        Assert.Throws<InputException>(() => SafetensorsFile.Open(Path.Combine(folder, "none")));
        Assert.Throws<InputException>(() => SafetensorsFile.Open(folder));
        string empty = Path.Combine(folder, "empty");
        File.WriteAllBytes(empty, []);
        Assert.Contains("empty", Assert.Throws<InputException>(() => SafetensorsFile.Open(empty)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_header_of_very_many_tensors_is_refused()
    {
        string json = "{" + string.Join(",", Enumerable.Range(0, 200_001).Select(i => $$"""
            "{{i}}":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}
            """)) + "}";
        Assert.Contains("more than 200000", Assert.Throws<InputException>(() => SafetensorsFile.Read(SafetensorsSamples.File(json, 0), "many")).Message, StringComparison.Ordinal);
    }
}
