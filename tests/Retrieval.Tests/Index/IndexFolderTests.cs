using Sim.Formats.Mcap;
using Sim.Numerics;
using Sim.Plugins.Retrieval.Behaviours;
using Sim.Plugins.Retrieval.Index;

namespace Sim.Tests.Retrieval;

public sealed class IndexFolderTests : IDisposable
{
    private static readonly PathEncoder Encoder = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("sim-index-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Index => Path.Combine(_folder, "index");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_answers_as_the_same_scenes_in_memory_do()
    {
        var files = Write(6);
        Assert.Equal(6, Add(files).Files);
        var scenes = files.SelectMany((f, i) => new SceneIndexer(Encoder).Index(Scenes.Wander((ulong)i, 5), Source(f), Token)).ToList();
        var memory = RetrievalIndex.InMemory(Encoder, scenes);
        using var folder = IndexFolder.Open(Index, Encoder);
        Assert.Equal(memory.Count, folder.Count);
        for (ulong seed = 50; seed < 55; seed++)
        {
            var question = Scenes.Wander(seed, 4);
            Assert.Equal(Answer(memory, question), Answer(folder, question));
        }

        for (int i = 0; i < memory.Count; i++)
        {
            Assert.Equal(memory[i].Tags, folder[i].Tags);
            Assert.Equal(memory[i].Window.ActorIds, folder[i].Window.ActorIds);
        }

        Assert.Equal(
            memory.Tagged("crossing", 10, null, Token).Select(m => (m.Entry.Id, m.Distance)),
            folder.Tagged("crossing", 10, null, Token).Select(m => (m.Entry.Id, m.Distance)));
    }

    [Fact]
    public void Scenes_are_opened_from_their_files_and_a_changed_file_is_refused()
    {
        var files = Write(2);
        Add(files);
        using var index = IndexFolder.Open(Index, Encoder);
        var scene = index.Find(Scenes.Wander(1, 5), 1, new RecordingLibrary(Index).Open, null, Token).Single();
        Assert.StartsWith("r1-", scene.Id, StringComparison.Ordinal);
        Assert.Equal(scene.Scene.EgoId, scene.Scene.Tracks[0].Id);
        Assert.Equal("CC0-1.0", scene.Licence);
        WriteOne(files[1], Scenes.Wander(77, 5));
        Assert.Contains("changed", Assert.Throws<InputException>(() => index.Find(Scenes.Wander(1, 5), 1, new RecordingLibrary(Index).Open, null, Token)).Message, StringComparison.Ordinal);
        File.Delete(files[1]);
        Assert.Throws<InputException>(() => index.Find(Scenes.Wander(1, 5), 1, new RecordingLibrary(Index).Open, null, Token));
    }

    [Fact]
    public void Adding_goes_on_behind_what_is_there_and_known_files_are_passed_over()
    {
        var files = Write(5);
        Add(files[..2]);
        using var early = IndexFolder.Open(Index, Encoder);
        int before = early.Count;
        Assert.Equal((3, 5), (Add(files).Files, IndexFolder.ReadManifest(Index).Sources.Count));
        using var late = IndexFolder.Open(Index, Encoder);
        Assert.Equal(before, early.Count);
        Assert.True(late.Count > before);
        Assert.Equal(Enumerable.Range(0, before).Select(i => early[i].Id), Enumerable.Range(0, before).Select(i => late[i].Id));
        Assert.Equal(0, Add(files).Files);
    }

    [Fact]
    public void A_file_with_new_content_replaces_its_old_scenes()
    {
        var files = Write(3);
        Add(files);
        WriteOne(files[1], Scenes.Wander(88, 5));
        Assert.Equal(1, Add(files).Files);
        using var index = IndexFolder.Open(Index, Encoder);
        var hashes = Enumerable.Range(0, index.Count).Where(i => index[i].Source.File.EndsWith("r1.mcap", StringComparison.Ordinal)).Select(i => index[i].Source.Sha256).Distinct();
        Assert.Equal(RecordingFile.Read(files[1], "r1").Sha256, Assert.Single(hashes));
        Assert.Equal(3, IndexFolder.ReadManifest(Index).Sources.Count);
    }

    [Fact]
    public void Compacting_keeps_every_answer_and_leaves_one_segment()
    {
        var files = Write(4);
        foreach (string file in files)
        {
            Add([file]);
        }

        Assert.Equal(4, Directory.GetFiles(Index, "*.seg").Length);
        using var before = IndexFolder.Open(Index, Encoder);
        var expected = Answer(before, Scenes.Wander(9, 4));
        using (var writer = new IndexWriter(Index, Encoder))
        {
            writer.Compact();
        }

        Assert.Single(Directory.GetFiles(Index, "*.seg"));
        using var after = IndexFolder.Open(Index, Encoder);
        Assert.Equal(expected, Answer(after, Scenes.Wander(9, 4)));
        Assert.Equal(expected, Answer(before, Scenes.Wander(9, 4)));
    }

    [Fact]
    public void The_same_files_give_the_same_bytes()
    {
        var files = Write(3);
        Add(files);
        string other = Path.Combine(_folder, "other");
        IndexBuild.Add(other, files, Encoder, null, null, Token);
        foreach (string path in Directory.GetFiles(Index).Where(p => !p.EndsWith(".lock", StringComparison.Ordinal)))
        {
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(other, Path.GetFileName(path))));
        }
    }

    [Fact]
    public void What_a_killed_writer_leaves_does_no_harm()
    {
        var files = Write(3);
        Add(files[..2]);
        string segment = Path.Combine(Index, "00000002.seg");
        File.WriteAllBytes(segment, [1, 2, 3]);
        File.WriteAllBytes(segment + ".part", [1, 2]);
        File.WriteAllText(Path.Combine(Index, "index.json.part"), "{");
        using (var index = IndexFolder.Open(Index, Encoder))
        {
            Assert.True(index.Count > 0);
        }

        Assert.Equal(1, Add(files).Files);
        Assert.Empty(Directory.GetFiles(Index, "*.part"));
        using var after = IndexFolder.Open(Index, Encoder);
        Assert.Equal(3, Enumerable.Range(0, after.Count).Select(i => after[i].Source.File).Distinct().Count());
    }

    [Fact]
    public void A_writer_that_dies_at_any_byte_leaves_the_old_index_or_the_new()
    {
        var files = Write(2);
        Add(files[..1]);
        var old = Directory.GetFiles(Index).ToDictionary(p => Path.GetFileName(p), File.ReadAllBytes);
        Add(files);
        byte[] segment = File.ReadAllBytes(Path.Combine(Index, "00000002.seg"));
        byte[] manifest = File.ReadAllBytes(Path.Combine(Index, "index.json"));
        for (int cut = 0; cut <= segment.Length; cut += Math.Max(1, segment.Length / 40))
        {
            Lay(old, ("00000002.seg.part", segment[..cut]));
            Check(1);
        }

        Lay(old, ("00000002.seg", segment));
        Check(1);
        for (int cut = 0; cut <= manifest.Length; cut += Math.Max(1, manifest.Length / 20))
        {
            Lay(old, ("00000002.seg", segment), ("index.json.part", manifest[..cut]));
            Check(1);
        }

        Lay(old, ("00000002.seg", segment), ("index.json", manifest));
        Check(2);

        void Check(int sources)
        {
            using var index = IndexFolder.Open(Index, Encoder);
            Assert.Equal(sources, Enumerable.Range(0, index.Count).Select(i => index[i].Source.File).Distinct().Count());
        }
    }

    [Fact]
    public void Only_one_writer_at_a_time()
    {
        Add(Write(1));
        using var writer = new IndexWriter(Index, Encoder);
        Assert.Contains("another process", Assert.Throws<InputException>(() => new IndexWriter(Index, Encoder)).Message, StringComparison.Ordinal);
        using var reader = IndexFolder.Open(Index, Encoder);
        Assert.True(reader.Count > 0);
    }

    [Fact]
    public void Damaged_and_foreign_files_are_refused_or_change_nothing()
    {
        var files = Write(2);
        Add(files);
        string segment = Path.Combine(Index, "00000001.seg"), manifest = Path.Combine(Index, "index.json");
        byte[] segmentBytes = File.ReadAllBytes(segment), manifestBytes = File.ReadAllBytes(manifest);
        string expected = Everything();
        var random = new RandomStream(5);
        int refused = 0;
        for (int round = 0; round < 300; round++)
        {
            bool inSegment = round % 3 != 0;
            byte[] bytes = [.. inSegment ? segmentBytes : manifestBytes];
            switch (round % 4)
            {
                case 0:
                    bytes = bytes[..random.NextInt(bytes.Length)];
                    break;
                case 1:
                    bytes[random.NextInt(bytes.Length)] ^= (byte)(1 << random.NextInt(8));
                    break;
                case 2:
                    bytes.AsSpan(random.NextInt(bytes.Length)).Clear();
                    break;
                default:
                    bytes[random.NextInt(Math.Min(bytes.Length, 700))] = (byte)random.NextInt(256);
                    break;
            }

            File.WriteAllBytes(segment, inSegment ? bytes : segmentBytes);
            File.WriteAllBytes(manifest, inSegment ? manifestBytes : bytes);
            try
            {
                Assert.Equal(expected, Everything());
            }
            catch (InputException)
            {
                refused++;
            }
        }

        Assert.True(refused > 250, $"{refused} of 300");

        string Everything()
        {
            using var index = IndexFolder.Open(Index, Encoder);
            return string.Join('\n', Answer(index, Scenes.Wander(1, 5), index.Count)) + string.Join('\n', Enumerable.Range(0, index.Count).Select(i => index[i].Id + index[i].Licence));
        }
    }

    [Fact]
    public void A_folder_without_an_index_or_with_another_says_so()
    {
        Assert.Contains("sim retrieval add", Assert.Throws<InputException>(() => IndexFolder.Open(_folder, Encoder)).Message, StringComparison.Ordinal);
        Add(Write(1));
        string manifest = Path.Combine(Index, "index.json");
        string text = File.ReadAllText(manifest);
        foreach (var (from, to, part) in new[] { ("\"version\":1", "\"version\":9", "version 9"), ("\"scenes\":", "\"scenes\":1", "damaged"), ("sim-retrieval-index", "x", "no description") })
        {
            File.WriteAllText(manifest, text.Replace(from, to, StringComparison.Ordinal));
            Assert.Contains(part, Assert.Throws<InputException>(() => IndexFolder.Open(Index, Encoder)).Message, StringComparison.Ordinal);
        }

        foreach (var (change, part) in new (Func<IndexManifest, IndexManifest>, string)[]
        {
            (m => m with { Encoder = "other" }, "'other'"),
            (m => m with { Dimension = 3 }, "build the index again"),
            (m => m with { Segments = [new IndexedSegment("../00000001.seg", 1)] }, "its own"),
            (m => m with { Segments = [new IndexedSegment("00000001.seg", 99)] }, "expects 99"),
            (m => m with { Segments = [new IndexedSegment("00000007.seg", 1)] }, "cannot be read"),
        })
        {
            File.WriteAllText(manifest, text);
            var changed = change(IndexFolder.ReadManifest(Index)).Sealed();
            File.WriteAllBytes(manifest, System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(changed, IndexJson.Default.IndexManifest));
            Assert.Contains(part, Assert.Throws<InputException>(() => IndexFolder.Open(Index, Encoder)).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Readers_see_whole_indexes_while_a_writer_adds_and_compacts()
    {
        var files = Write(8);
        Add(files[..1]);
        using var stop = new CancellationTokenSource();
        int opened = 0;
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(
            () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    using var index = IndexFolder.Open(Index, Encoder);
                    Assert.Equal(index.Count, Answer(index, Scenes.Wander(3, 4), index.Count).Length);
                    Interlocked.Increment(ref opened);
                }
            },
            Token)).ToArray();
        for (int i = 1; i < files.Length; i++)
        {
            Add([files[i]]);
            using var writer = new IndexWriter(Index, Encoder);
            writer.Compact();
        }

        // A fast writer may be done before a reader has begun.
        while (Volatile.Read(ref opened) == 0 && !readers.Any(r => r.IsCompleted))
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Task.WhenAll(readers);
        Assert.True(opened > 0);
    }

    private static string[] Answer(RetrievalIndex index, Recording question, int count = 5) =>
        [.. index.Search(question, count, null, Token).Select(m => FormattableString.Invariant($"{m.Entry.Id} {m.Distance:R} {string.Join(',', m.Assignment)}"))];

    private (int Files, int Scenes) Add(IReadOnlyList<string> files)
    {
        var result = IndexBuild.Add(Index, files, Encoder, null, null, Token);
        return (result.Files, result.Scenes);
    }

    private static SceneSource Source(string path) => new("../" + Path.GetFileName(path), RecordingFile.Read(path, path).Sha256);

    private string[] Write(int count)
    {
        string[] files = [.. Enumerable.Range(0, count).Select(i => Path.Combine(_folder, $"r{i}.mcap"))];
        for (int i = 0; i < count; i++)
        {
            WriteOne(files[i], Scenes.Wander((ulong)i, 5));
        }

        return files;
    }

    private static void WriteOne(string path, Recording recording)
    {
        using var stream = File.Create(path);
        RecordingMcap.Write(recording, stream);
    }

    private void Lay(Dictionary<string, byte[]> files, params (string Name, byte[] Content)[] more)
    {
        foreach (string path in Directory.GetFiles(Index))
        {
            File.Delete(path);
        }

        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(Index, name), content);
        }

        foreach (var (name, content) in more)
        {
            File.WriteAllBytes(Path.Combine(Index, name), content);
        }
    }
}
