// Mapping 2.4 to 2.7: form of the output, sampling, reasoning, identity and service, row by row.
using FluentAssertions;
using Router.Inference;
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class SettingRowTests
{
    private const string Schema = """{"type":"object","properties":{"b":{},"a":{"minimum":1.0}}}""";

    [Theory]
    [InlineData("JSON schema", "chat", """ "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":""" + Schema + ""","strict":true}}""", "responses", """ "text":{"format":{"type":"json_schema","name":"n","schema":""" + Schema + ""","strict":true}}""", "")]
    [InlineData("JSON schema", "chat", """ "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":""" + Schema + ""","strict":false}}""", "messages", """ "output_config":{"format":{"type":"json_schema","schema":""" + Schema + "}}", "Approximated response_format.json_schema.strict")]
    [InlineData("JSON schema", "messages", """ "output_config":{"format":{"type":"json_schema","schema":""" + Schema + "}}", "chat", """{"name":"response","schema":""" + Schema + ""","strict":true}""", "")]
    [InlineData("JSON schema, older form", "messages", """ "output_format":{"type":"json_schema","schema":""" + Schema + "}", "responses", """{"format":{"type":"json_schema","name":"response","schema":""" + Schema + ""","strict":true}}""", "")]
    [InlineData("any JSON", "chat", """ "response_format":{"type":"json_object"}""", "responses", """ "text":{"format":{"type":"json_object"}}""", "")]
    [InlineData("any JSON", "responses", """ "text":{"format":{"type":"json_object"}}""", "messages", "!json_object", "Refused text.format")]
    [InlineData("free text", "chat", """ "response_format":{"type":"text"}""", "messages", "!format", "")]
    [InlineData("grammar, regex formats", "responses", """ "text":{"format":{"type":"grammar"}}""", "chat", "!grammar", "Refused text.format")]
    [InlineData("verbosity", "chat", """ "verbosity":"low" """, "responses", """ "text":{"verbosity":"low"}""", "")]
    [InlineData("verbosity", "responses", """ "text":{"verbosity":"low"}""", "messages", "!low", "Ignored text.verbosity")]
    [InlineData("audio out", "chat", """ "modalities":["text","audio"],"audio":{"voice":"alloy","format":"wav"}""", "messages", "!audio", "Refused audio, Refused modalities")]

    [InlineData("output limit", "chat", """ "max_tokens":10,"max_completion_tokens":200""", "messages", """ "max_tokens":200""", "")]
    [InlineData("output limit", "chat", """ "max_tokens":8""", "responses", """ "max_output_tokens":16""", "Approximated max_completion_tokens")]
    [InlineData("output limit", "messages", """ "max_tokens":77""", "chat", """ "max_completion_tokens":77""", "")]
    [InlineData("output limit", "responses", "", "messages", """ "max_tokens":32000""", "")]
    [InlineData("temperature", "chat", """ "temperature":0.70""", "responses", """ "temperature":0.70""", "")]
    [InlineData("temperature", "chat", """ "temperature":1.5""", "messages", "!1.5", "Refused temperature")]
    [InlineData("top_p", "responses", """ "top_p":0.9""", "messages", """ "top_p":0.9""", "")]
    [InlineData("top_k", "messages", """ "top_k":5""", "chat", "!top_k", "Refused top_k")]
    [InlineData("top_k", "chat", """ "top_k":5""", "messages", """ "top_k":5""", "")]
    [InlineData("presence_penalty, frequency_penalty", "chat", """ "presence_penalty":1,"frequency_penalty":0.5""", "messages", "!penalty", "Refused frequency_penalty, Refused presence_penalty")]
    [InlineData("presence_penalty, frequency_penalty at their default", "chat", """ "presence_penalty":0,"frequency_penalty":0.0""", "messages", "!penalty", "")]
    [InlineData("logit_bias", "chat", """ "logit_bias":{"50256":-100}""", "responses", "!logit_bias", "Refused logit_bias")]
    [InlineData("logit_bias at its default", "chat", """ "logit_bias":{}""", "responses", "!logit_bias", "")]
    [InlineData("seed", "chat", """ "seed":7""", "messages", "!seed", "Ignored seed")]
    [InlineData("stop", "chat", """ "stop":["a","b"]""", "messages", """ "stop_sequences":["a","b"]""", "")]
    [InlineData("stop", "messages", """ "stop_sequences":["a","b","c","d","e"]""", "chat", "!stop", "Refused stop_sequences")]
    [InlineData("stop", "chat", """ "stop":"a" """, "responses", "!stop", "Refused stop")]
    [InlineData("several answers", "chat", """ "n":2""", "messages", "", "Refused n")]
    [InlineData("several answers at its default", "chat", """ "n":1""", "messages", "", "")]
    [InlineData("log probabilities", "chat", """ "logprobs":true,"top_logprobs":3""", "responses", "\"top_logprobs\":3\nmessage.output_text.logprobs", "")]
    [InlineData("log probabilities", "responses", """ "include":["message.output_text.logprobs"],"top_logprobs":3""", "chat", "\"logprobs\":true\n\"top_logprobs\":3", "")]
    [InlineData("log probabilities", "chat", """ "logprobs":true,"top_logprobs":3""", "messages", "!logprobs", "Refused logprobs, Refused top_logprobs")]
    [InlineData("prediction", "chat", """ "prediction":{"type":"content","content":"x"}""", "responses", "!prediction", "Ignored prediction")]
    [InlineData("truncation: auto", "responses", """ "truncation":"auto" """, "chat", "!truncation", "Approximated truncation")]
    [InlineData("truncation at its default", "responses", """ "truncation":"disabled" """, "chat", "!truncation", "")]

    [InlineData("reasoning, how much", "chat", """ "reasoning_effort":"high" """, "responses", """ "reasoning":{"effort":"high"}""", "")]
    [InlineData("reasoning, how much", "chat", """ "reasoning_effort":"none" """, "messages", """ "thinking":{"type":"disabled"}""", "")]
    [InlineData("reasoning, how much", "chat", """ "reasoning_effort":"minimal" """, "messages", "\"thinking\":{\"type\":\"adaptive\"\n\"effort\":\"low\"", "Approximated reasoning_effort")]
    [InlineData("reasoning, how much", "messages", """ "thinking":{"type":"disabled"}""", "chat", """ "reasoning_effort":"none" """, "")]
    [InlineData("reasoning, an effort before none", "messages", """ "output_config":{"effort":"max"},"thinking":{"type":"disabled"}""", "responses", """ "effort":"none" """, "Approximated output_config.effort")]
    [InlineData("reasoning, an effort beside none", "messages", """ "thinking":{"type":"disabled"},"output_config":{"effort":"max"}""", "chat", """ "reasoning_effort":"none" """, "Approximated output_config.effort")]
    [InlineData("reasoning, how much", "messages", """ "thinking":{"type":"enabled","budget_tokens":2048}""", "chat", """ "reasoning_effort":"low" """, "Approximated thinking.budget_tokens")]
    [InlineData("reasoning, how much", "messages", """ "thinking":{"type":"enabled","budget_tokens":8192}""", "chat", """ "reasoning_effort":"medium" """, "Approximated thinking.budget_tokens")]
    [InlineData("reasoning, how much", "messages", """ "thinking":{"type":"adaptive"},"output_config":{"effort":"max"}""", "responses", """ "effort":"max" """, "")]
    [InlineData("reasoning, what is shown", "messages", """ "thinking":{"type":"adaptive"}""", "responses", """ "summary":"auto" """, "")]
    [InlineData("thinking: between_tools", "messages", """ "thinking":{"type":"between_tools"}""", "chat", "", "Refused thinking.type")]
    [InlineData("reasoning, a budget beside an effort", "messages", """ "thinking":{"type":"enabled","budget_tokens":1024},"output_config":{"effort":"max"}""", "chat", """ "reasoning_effort":"max" """, "Approximated thinking.budget_tokens")]
    [InlineData("reasoning.mode, reasoning.context", "responses", """ "reasoning":{"mode":"pro","context":"all_turns"}""", "messages", "", "Refused reasoning.context, Refused reasoning.mode")]
    [InlineData("reasoning of nobody", "chat", """ "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":"Hello","reasoning_content":"hm"},{"role":"user","content":"Go"}]""", "messages", "!hm", "Approximated messages[].reasoning_content")]

    [InlineData("end user", "chat", """ "user":"u" """, "messages", """ "metadata":{"user_id":"u"}""", "")]
    [InlineData("end user", "responses", """ "safety_identifier":"s","user":"u" """, "chat", """ "safety_identifier":"s" """, "")]
    [InlineData("end user", "messages", """ "metadata":{"user_id":"u"}""", "responses", """ "safety_identifier":"u" """, "")]
    [InlineData("labels", "chat", """ "metadata":{"k":"v"}""", "responses", """ "metadata":{"k":"v"}""", "")]
    [InlineData("labels, none", "responses", """ "metadata":{}""", "messages", "!metadata", "")]
    [InlineData("labels, none", "chat", """ "metadata":{ }""", "messages", "!metadata", "")]
    [InlineData("labels", "chat", """ "metadata":{"k":"v"}""", "messages", "!\"k\"", "Ignored metadata")]
    [InlineData("prompt_cache_key", "chat", """ "prompt_cache_key":"p" """, "messages", "!\"p\"", "Ignored prompt_cache_key")]
    [InlineData("service_tier", "chat", """ "service_tier":"default" """, "messages", """ "service_tier":"standard_only" """, "")]
    [InlineData("service_tier", "messages", """ "service_tier":"standard_only" """, "responses", """ "service_tier":"default" """, "")]
    [InlineData("service_tier", "chat", """ "service_tier":"flex" """, "messages", "!flex", "Refused service_tier")]
    [InlineData("store", "responses", """ "store":true""", "messages", "!store", "Approximated store")]
    [InlineData("store", "chat", "", "responses", """ "store":false""", "")]
    [InlineData("previous_response_id, conversation, prompt, background, item_reference", "responses", """ "previous_response_id":"r","conversation":"c","prompt":{"id":"p"},"background":true,"input":[{"type":"item_reference","id":"i"}]""", "chat", "", "Refused background, Refused conversation, Refused input[].item_reference, Refused previous_response_id, Refused prompt")]
    [InlineData("include", "responses", """ "include":["reasoning.encrypted_content","file_search_call.results"]""", "messages", "", "Ignored include")]
    [InlineData("stream_options", "chat", """ "stream":true,"stream_options":{"include_usage":true,"include_obfuscation":true}""", "messages", """ "stream":true""", "Ignored stream_options.include_obfuscation")]
    [InlineData("stream_options", "messages", """ "stream":true""", "chat", """ "stream_options":{"include_usage":true}""", "")]
    [InlineData("context_management, container, mcp_servers", "messages", """ "container":"c","mcp_servers":[{"type":"url","url":"https://e","name":"n"}]""", "chat", "", "Refused container, Refused mcp_servers")]
    [InlineData("context_management", "responses", """ "context_management":[{"type":"compaction"}]""", "chat", "", "Refused context_management")]
    [InlineData("context_management, which an agent sends by default", "messages", """ "context_management":{"edits":[]}""", "chat", "", "Ignored context_management")]
    [InlineData("inference_geo, workspace_id", "messages", """ "inference_geo":"eu","workspace_id":"w" """, "responses", "", "Refused inference_geo, Refused workspace_id")]
    [InlineData("speed: fast, diagnostics, user_profile_id", "messages", """ "speed":"fast","diagnostics":{},"user_profile_id":"u" """, "chat", "", "Ignored diagnostics, Ignored speed, Ignored user_profile_id")]
    [InlineData("speed at its default", "messages", """ "speed":"standard" """, "chat", "", "")]
    [InlineData("moderation", "chat", """ "moderation":{"mode":"x"}""", "responses", """ "moderation":{"mode":"x"}""", "")]
    [InlineData("moderation", "chat", """ "moderation":{"mode":"x"}""", "messages", "!moderation", "Refused moderation")]
    [InlineData("an unknown field", "chat", """ "min_p":0.1""", "messages", "!min_p", "Refused min_p")]
    [InlineData("an unknown field that is null", "chat", """ "min_p":null""", "messages", "!min_p", "")]
    [InlineData("a field that an agent sends by default", "responses", """ "client_metadata":{"a":"b"}""", "chat", "!client_metadata", "Ignored client_metadata")]
    public void A_row_of_settings(string row, string from, string members, string to, string sent, string lost)
    {
        MappingRow.Check(from, members.Trim(), to, string.Join('\n', sent.Split('\n').Select(piece => piece.Trim())), lost, row: row);
    }

    [Theory]
    [InlineData("reasoning, older targets", "chat", """ "reasoning_effort":"high","max_tokens":30000""", """ "thinking":{"type":"enabled","budget_tokens":16384""", "")]
    [InlineData("reasoning, no room", "chat", """ "reasoning_effort":"high","max_tokens":900""", "!budget", "Approximated reasoning_effort")]
    public void A_target_that_takes_a_budget_is_told_one(string row, string from, string members, string sent, string lost)
    {
        MappingRow.Check(from, members.Trim(), "messages", sent.Trim(), lost, traits => traits with { Reasoning = ReasoningSupport.Budget }, row: row);
    }

    [Theory]
    [InlineData("1", "")]
    [InlineData("0.5", "Refused temperature")]
    public void The_row_temperature_where_sampling_is_fixed(string temperature, string lost) =>
        MappingRow.Check("chat", $"\"temperature\":{temperature}", "messages", "!temperature", lost, traits => traits with { Sampling = false });

    [Fact]
    public void Every_refused_member_is_told_at_once()
    {
        var (_, losses) = MappingRow.Send("chat", """ "n":2,"logit_bias":{"1":1},"top_k":5,"min_p":1,"stop":"x" """.Trim(), "responses");

        losses.Paths(Fate.Refused).Should().BeEquivalentTo("n", "logit_bias", "top_k", "min_p", "stop");
    }

    [Fact]
    public void The_row_counting_tokens_has_the_fates_of_a_request_and_no_limit()
    {
        var request = Messages.Read(""" "system":"Be.","tools":[{"name":"f","input_schema":{"type":"object"}}]""".Trim(), countOnly: true);
        var (body, losses, _) = Laws.Crossing.Write(request, Laws.Crossing.Target(Dialect.OpenAIResponses));

        System.Text.Encoding.UTF8.GetString(body).Should().Contain("\"instructions\":\"Be.\"").And.NotContain("max_output_tokens").And.NotContain("\"stream\"").And.NotContain("\"store\"");
        losses.Losses.Should().BeEmpty();
    }
}
