// A request of another dialect is written as Messages wants it.
using System.Text.Json;
using FluentAssertions;
using Router.Inference;
using Router.Tests.Support;
using Xunit;

namespace Router.Tests.Dialects;

public sealed class MessagesRequestWritingTests
{
    private static readonly TurnPart.Text Hi = Messages.Text("Hi");

    [Fact]
    public void The_simplest_request_has_what_is_required_and_nothing_else() =>
        Messages.Write(Messages.Request(Messages.User(Hi))).Body
            .Should().Be("""{"model":"claude-x","max_tokens":32000,"messages":[{"role":"user","content":[{"type":"text","text":"Hi"}]}]}""");

    [Fact]
    public void Without_a_limit_it_is_the_models_own_and_a_said_one_stays_as_written()
    {
        var request = Messages.Request(Messages.User(Hi));
        Member(request, "max_tokens", Messages.Traits with { MaxOutput = 8192 }).Should().Be("8192");
        Member(request with { OutputLimit = Messages.Number("1e3") }, "max_tokens").Should().Be("1e3");
    }

    [Fact]
    public void Instructions_are_one_block_each_and_both_roles_share_the_list()
    {
        var request = Messages.Request(Messages.User(Hi)) with
        {
            Instructions =
            [
                new Instruction(TurnRole.System, [Messages.Text("a")]) { Name = JsonString.Raw("n") },
                new Instruction(TurnRole.Developer, [Messages.Text(""), Messages.Text("b")]),
            ],
        };
        Member(request, "system").Should().Be("""[{"type":"text","text":"a"},{"type":"text","text":"b"}]""");
        Lost(request).Should().Equal("Ignored messages[].name", "Approximated messages[].role");
        Lost(request with { Instructions = request.Instructions[..1] }).Should().Equal("Ignored messages[].name");
    }

    [Fact]
    public void A_system_message_in_mid_conversation_moves_unless_the_target_takes_it()
    {
        var request = Messages.Request(Messages.User(Hi), new Turn(TurnRole.System, [Messages.Text("s")]), Messages.User(Messages.Text("more")));
        Member(request, "system").Should().Be("""[{"type":"text","text":"s"}]""");
        Member(request, "messages").Should().Be("""[{"role":"user","content":[{"type":"text","text":"Hi"},{"type":"text","text":"more"}]}]""");
        Lost(request).Should().Equal("Approximated messages[].role");

        var able = Messages.Traits with { MidSystem = true };
        Member(request, "messages", able).Should().Contain("""{"role":"system","content":[{"type":"text","text":"s"}]}""");
        Lost(request, able).Should().BeEmpty();
    }

    [Fact]
    public void Neighbours_join_results_come_first_and_empty_text_is_left_out()
    {
        var request = Messages.Request(
            Messages.User(Hi),
            Messages.Assistant(Messages.Text(" \\n")),
            Messages.Assistant(Messages.Call("c1", "f", ""), Messages.Call("c2", "f", "{\\\"a\\\":1.0}")),
            Messages.User(Messages.Text("note")),
            Messages.User(Messages.Result("c1", Messages.Text("r1"))),
            Messages.User(Messages.Result("c2", Messages.Text("")) with { IsError = true })) with
        { Tools = [Messages.Function("f")] };
        Member(request, "messages").Should().Be(
            """[{"role":"user","content":[{"type":"text","text":"Hi"}]},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}},{"type":"tool_use","id":"c2","name":"f","input":{"a":1.0}}]},"""
            + """{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"text","text":"r1"}]},{"type":"tool_result","tool_use_id":"c2","content":[],"is_error":true},{"type":"text","text":"note"}]}]""");
        Lost(request).Should().BeEmpty();
    }

    [Fact]
    public void Ids_that_do_not_fit_change_for_call_and_result_alike()
    {
        var request = Messages.Request(Messages.User(Hi), Messages.Assistant(Messages.Call("call:1|x", "f", "{}")), Messages.User(Messages.Result("call:1|x")));
        using var body = JsonDocument.Parse(Messages.Write(request).Body);
        var messages = body.RootElement.GetProperty("messages");
        var id = messages[1].GetProperty("content")[0].GetProperty("id").GetString();
        id.Should().MatchRegex("^[A-Za-z0-9_-]+$");
        messages[2].GetProperty("content")[0].GetProperty("tool_use_id").GetString().Should().Be(id);
    }

    [Fact]
    public void Arguments_that_are_no_object_go_as_the_text_they_are()
    {
        var request = Messages.Request(Messages.User(Hi), Messages.Assistant(Messages.Call("c", "f", "{\\\"a\\\":")), Messages.User(Messages.Result("c")))
            with
        { Tools = [Messages.Function("f")] };
        Member(request, "messages").Should().Contain("""{"_unparsed_arguments":"{\"a\":"}""");
        Lost(request).Should().Equal("Approximated messages[].tool_calls[].function.arguments");
    }

    [Fact]
    public void Media_of_a_result_stay_in_it_or_follow_it()
    {
        var image = new TurnPart.Image(new MediaSource.Inline("image/png", JsonString.Raw("AAAA")));
        var request = Messages.Request(Messages.User(Hi), Messages.Assistant(Messages.Call("c", "f", "")), Messages.User(Messages.Result("c", image), Messages.Text("t")))
            with
        { Tools = [Messages.Function("f")] };
        const string written = """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}""";
        Member(request, "messages").Should().Contain($$"""{"type":"tool_result","tool_use_id":"c","content":[{{written}}]}""");

        var poor = Messages.Traits with { ToolResultImages = false };
        Member(request, "messages", poor).Should().Contain(
            $$"""{"type":"tool_result","tool_use_id":"c","content":[{"type":"text","text":"[image 1 of this result follows]"}]},{{written}},{"type":"text","text":"t"}""");
        Lost(request, poor).Should().Equal("Approximated messages[].content[]");
    }

    [Fact]
    public void The_assistants_words_at_the_end_are_refused_unless_the_target_continues_them()
    {
        var request = Messages.Request(Messages.User(Hi), Messages.Assistant(Messages.Text("So")));
        Lost(request).Should().Equal("Refused messages[]");
        Lost(request, Messages.Traits with { Prefill = true }).Should().BeEmpty();
    }

    [Fact]
    public void An_earlier_refusal_is_text()
    {
        var request = Messages.Request(Messages.User(Hi), Messages.Assistant(new TurnPart.Refusal(JsonString.Raw("No."))), Messages.User(Hi));
        Member(request, "messages").Should().Contain("""{"role":"assistant","content":[{"type":"text","text":"No."}]}""");
        Lost(request).Should().Equal("Approximated messages[].refusal");
    }

    [Theory]
    [InlineData("image/jpeg", "image/jpeg", "")]
    [InlineData("image/jpg", "image/jpeg", "")]
    [InlineData("image/bmp", null, "Refused messages[].content[].image_url")]
    public void Images_are_of_the_four_types(string type, string? written, string lost)
    {
        var request = Messages.Request(Messages.User(new TurnPart.Image(new MediaSource.Inline(type, JsonString.Raw("AAAA")))));
        if (written is not null)
        {
            Member(request, "messages").Should().Contain($"\"media_type\":\"{written}\"");
        }

        string.Join(';', Lost(request)).Should().Be(lost);
    }

    [Fact]
    public void Links_details_and_targets_without_images()
    {
        var image = new TurnPart.Image(new MediaSource.Link(JsonString.Raw("https://x")), ImageDetail.High);
        var request = Messages.Request(Messages.User(image));
        Member(request, "messages").Should().Contain("""{"type":"image","source":{"type":"url","url":"https://x"}}""");
        Lost(request).Should().Equal("Ignored messages[].content[].image_url.detail");
        Lost(request, Messages.Traits with { ImageUrls = false }).Should().Contain("Refused messages[].content[].image_url");
        var inline = Messages.Request(Messages.User(new TurnPart.Image(new MediaSource.Inline("image/png", JsonString.Raw("AAAA")))));
        Lost(inline, Messages.Traits with { Images = false }).Should().Equal("Refused messages[].content[].image_url");
    }

    [Fact]
    public void Documents_are_pdf_or_text_inline_or_by_link()
    {
        Written(new MediaSource.Inline("application/pdf", JsonString.Raw("JVBERi0="))).Should().Contain(
            """{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"JVBERi0="},"title":"a.pdf"}""");
        Written(new MediaSource.Inline("text/plain", JsonString.Raw("R3LDvMOfZQo="))).Should().Contain("""{"type":"text","media_type":"text/plain","data":"Grüße\n"}""");
        Written(new MediaSource.PlainText(JsonString.Raw("words"))).Should().Contain("""{"type":"text","media_type":"text/plain","data":"words"}""");
        Written(new MediaSource.Link(JsonString.Raw("https://x"))).Should().Contain("""{"type":"url","url":"https://x"}""");

        Lost(Of(new MediaSource.Inline("text/plain", JsonString.Raw("not base64")))).Should().Equal("Refused messages[].content[].file");
        Lost(Of(new MediaSource.Inline("application/zip", JsonString.Raw("AAAA")))).Should().Equal("Refused messages[].content[].file");
        Lost(Of(new MediaSource.PlainText(JsonString.Raw("x"))), Messages.Traits with { Documents = false }).Should().Equal("Refused messages[].content[].file");
        Lost(Of(new MediaSource.Link(JsonString.Raw("x"))), Messages.Traits with { DocumentUrls = false }).Should().ContainSingle();

        static string Written(MediaSource source) => Member(Of(source), "messages");
        static InferenceRequest Of(MediaSource source) => Messages.Request(Messages.User(new TurnPart.Document(source) { FileName = JsonString.Raw("a.pdf") }));
    }

    [Fact]
    public void Cache_marks_are_kept_where_there_is_room_for_them()
    {
        var marked = Enumerable.Range(0, 5).Select(number => (TurnPart)(Messages.Text($"{number}") with { CacheMark = true })).ToArray();
        var request = Messages.Request(Messages.User(marked));
        Member(request, "messages").Split("cache_control").Should().HaveCount(5);
        Lost(request).Should().Equal("Ignored messages[].content[].prompt_cache_breakpoint");
        Member(request, "messages", Messages.Traits with { CacheBreakpoints = false }).Should().NotContain("cache_control");
    }

    [Fact]
    public void A_schema_is_sent_unmodified()
    {
        var format = new OutputFormat(Messages.Json("""{"z":1.0,"a":2}""")) { Name = JsonString.Raw("n"), Description = JsonString.Raw("d"), Strict = false };
        var request = Messages.Request(Messages.User(Hi)) with { Format = format };
        Member(request, "output_config").Should().Be("""{"format":{"type":"json_schema","schema":{"z":1.0,"a":2}}}""");
        Lost(request).Should().Equal("Ignored response_format.json_schema.description", "Approximated response_format.json_schema.strict");
        Lost(request, Messages.Traits with { JsonSchema = false }).Should().Equal("Refused response_format.json_schema");
        Lost(request with { Format = new OutputFormat(null) }).Should().Equal("Refused response_format");
    }

    [Theory]
    [InlineData("0.7", true, "0.7", "")]
    [InlineData("1.5", true, null, "Refused temperature")]
    [InlineData("1.0", false, null, "")]
    [InlineData("0.7", false, null, "Refused temperature")]
    public void Temperature_is_sent_within_the_targets_range_and_never_clamped(string value, bool sampling, string? written, string lost)
    {
        var request = Messages.Request(Messages.User(Hi)) with { Sampling = new SamplingWish { Temperature = Messages.Number(value) } };
        var traits = Messages.Traits with { Sampling = sampling };
        MemberOrNull(request, "temperature", traits).Should().Be(written);
        string.Join(';', Lost(request, traits)).Should().Be(lost);
    }

    [Fact]
    public void Sampling_that_Messages_has_is_sent_and_the_rest_is_told()
    {
        var sampling = new SamplingWish { TopP = Messages.Number("0.90"), TopK = Messages.Number("5"), Stop = [JsonString.Raw("END")] };
        var request = Messages.Request(Messages.User(Hi)) with { Sampling = sampling };
        (Member(request, "top_p"), Member(request, "top_k"), Member(request, "stop_sequences")).Should().Be(("0.90", "5", """["END"]"""));
        Lost(request, Messages.Traits with { Sampling = false }).Should().Equal("Refused top_p", "Refused top_k");
        Lost(request with { Sampling = sampling with { Stop = [JsonString.Raw("\\n")] } }).Should().Equal("Refused stop");
        Lost(request with
        {
            Sampling = new SamplingWish
            {
                PresencePenalty = Messages.Number("1"),
                FrequencyPenalty = Messages.Number("1"),
                Seed = Messages.Number("7"),
                LogProbs = true,
                TopLogProbs = Messages.Number("2"),
            },
        }).Should().Equal("Refused presence_penalty", "Refused frequency_penalty", "Ignored seed", "Refused logprobs", "Refused top_logprobs");
    }

    [Fact]
    public void Identity_and_service()
    {
        var request = Messages.Request(Messages.User(Hi)) with
        {
            EndUser = JsonString.Raw("u-1"),
            Labels = Messages.Json("{}"),
            Store = true,
            Moderation = Messages.Json("{}"),
            ServiceTier = ServiceTier.Standard,
            Verbosity = JsonString.Raw("low"),
            Stream = true,
        };
        (Member(request, "metadata"), Member(request, "service_tier"), Member(request, "stream")).Should().Be(("""{"user_id":"u-1"}""", "\"standard_only\"", "true"));
        Lost(request).Should().Equal("Ignored verbosity", "Ignored metadata", "Approximated store", "Refused moderation");
        Lost(request with { ServiceTier = ServiceTier.Priority }).Should().Contain("Refused service_tier");
    }

    [Fact]
    public void What_the_reader_had_no_place_for_comes_first() =>
        Lost(Messages.Request(Messages.User(Hi)) with { Unread = [new UnreadMember(LossRule.LogitBias, "logit_bias")] }).Should().Equal("Refused logit_bias");

    [Fact]
    public void A_body_that_is_only_counted_has_no_output()
    {
        var request = Messages.Request(Messages.User(Hi)) with
        {
            CountOnly = true,
            Stream = true,
            OutputLimit = Messages.Number("9"),
            EndUser = JsonString.Raw("u"),
            ServiceTier = ServiceTier.Standard,
            Sampling = new SamplingWish { Temperature = Messages.Number("0.5"), TopK = Messages.Number("5"), Stop = [JsonString.Raw("x")] },
            Tools = [Messages.Function("f")],
        };
        using var body = JsonDocument.Parse(Messages.Write(request).Body);
        body.RootElement.EnumerateObject().Select(member => member.Name).Should().Equal("model", "tools", "messages");
    }

    [Fact]
    public void The_same_request_gives_the_same_bytes()
    {
        var request = Messages.Request(Messages.User(Hi), Messages.Assistant(Messages.Call("bad id", "a b", "{}")), Messages.User(Messages.Result("bad id")));
        Messages.Write(request).Body.Should().Be(Messages.Write(request).Body);
    }

    private static string Member(InferenceRequest request, string name, TargetTraits? traits = null) => MemberOrNull(request, name, traits)!;

    private static string? MemberOrNull(InferenceRequest request, string name, TargetTraits? traits)
    {
        using var body = JsonDocument.Parse(Messages.Write(request, traits).Body);
        return body.RootElement.TryGetProperty(name, out var value) ? value.GetRawText() : null;
    }

    private static IEnumerable<string> Lost(InferenceRequest request, TargetTraits? traits = null) =>
        Messages.Write(request, traits).Losses.Losses.Select(loss => $"{loss.Fate} {loss.Path}");
}
