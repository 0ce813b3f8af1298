// Mapping 2.2: content parts, row by row.
using Xunit;

namespace Router.Tests.Dialects.Mapping;

public sealed class ContentRowTests
{
    private const string Png = "data:image/png;base64,AAAA";
    private const string Pdf = "data:application/pdf;base64,AAAA";

    [Theory]
    [InlineData("text", "chat", """{"type":"text","text":"a"},{"type":"text","text":"b"}""", "responses", """[{"type":"input_text","text":"a"},{"type":"input_text","text":"b"}]""", "")]
    [InlineData("text", "responses", """{"type":"input_text","text":"a"}""", "messages", """{"role":"user","content":[{"type":"text","text":"a"}]}""", "")]
    [InlineData("text", "messages", """{"type":"text","text":"a"}""", "responses", """[{"type":"input_text","text":"a"}]""", "")]
    [InlineData("image by link", "chat", """{"type":"image_url","image_url":{"url":"https://e/x"}}""", "messages", """{"type":"image","source":{"type":"url","url":"https://e/x"}}""", "")]
    [InlineData("image by link", "responses", """{"type":"input_image","image_url":"https://e/x"}""", "chat", """{"type":"image_url","image_url":{"url":"https://e/x"}}""", "")]
    [InlineData("image by link", "messages", """{"type":"image","source":{"type":"url","url":"https://e/x"}}""", "responses", """{"type":"input_image","image_url":"https://e/x","detail":"auto"}""", "")]
    [InlineData("image inline", "chat", """{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}""", "messages", """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}""", "")]
    [InlineData("image inline", "messages", """{"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}""", "chat", """{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}""", "")]
    [InlineData("image inline, another type", "chat", """{"type":"image_url","image_url":{"url":"data:image/tiff;base64,AAAA"}}""", "messages", "!tiff", "Refused messages[].content[].image_url")]
    [InlineData("image inline, not base64", "chat", """{"type":"image_url","image_url":{"url":"data:image/png,AAAA"}}""", "messages", "!AAAA", "Refused messages[].content[].image_url")]
    [InlineData("image inline, not base64", "responses", """{"type":"input_image","image_url":"DATA:image/png,AAAA"}""", "messages", "!AAAA", "Refused input[].content[].image_url")]
    [InlineData("image inline, not base64", "chat", """{"type":"image_url","image_url":{"url":"data:image/png,AAAA"}}""", "responses", """ "image_url":"data:image/png,AAAA" """, "")]
    [InlineData("image with the source of a document", "messages", """{"type":"image","source":{"type":"text","media_type":"text/plain","data":"AAAA"}}""", "responses", "!AAAA", "Refused messages[].content[].source.type")]
    [InlineData("image detail", "chat", """{"type":"image_url","image_url":{"url":"https://e/x","detail":"low"}}""", "responses", """ "detail":"low" """, "")]
    [InlineData("image detail", "chat", """{"type":"image_url","image_url":{"url":"https://e/x","detail":"low"}}""", "messages", "!low", "Ignored messages[].content[].image_url.detail")]
    [InlineData("image detail original", "responses", """{"type":"input_image","image_url":"https://e/x","detail":"original"}""", "chat", """ "detail":"high" """, "Approximated input[].content[].detail")]
    [InlineData("image by id", "responses", """{"type":"input_image","file_id":"file-1"}""", "chat", "!file-1", "Refused input[].content[].file_id")]
    [InlineData("image by id", "messages", """{"type":"image","source":{"type":"file","file_id":"file_1"}}""", "responses", "!file_1", "Refused messages[].content[].source.file_id")]
    [InlineData("document inline", "chat", """{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a.pdf"}}""", "responses", """{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"}""", "")]
    [InlineData("document inline", "chat", """{"type":"file","file":{"file_data":"data:application/pdf;base64,AAAA","filename":"a.pdf"}}""", "messages", """{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"},"title":"a.pdf"}""", "")]
    [InlineData("document inline", "messages", """{"type":"document","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}""", "chat", """ "file_data":"data:application/pdf;base64,AAAA" """, "")]
    [InlineData("document inline, plain text", "responses", """{"type":"input_file","filename":"a.txt","file_data":"data:text/plain;base64,SGk="}""", "messages", """{"type":"document","source":{"type":"text","media_type":"text/plain","data":"Hi"},"title":"a.txt"}""", "")]
    [InlineData("document inline, not in base64", "chat", """{"type":"file","file":{"file_data":"data:text/plain,Hi","filename":"a.txt"}}""", "messages", "", "Refused messages[].content[].file.file_data")]
    [InlineData("document inline, not in base64", "responses", """{"type":"input_file","filename":"a.txt","file_data":"data:text/plain,Hi"}""", "chat", "", "Refused input[].content[].file_data")]
    [InlineData("document inline, another type", "responses", """{"type":"input_file","filename":"a.doc","file_data":"data:application/msword;base64,AAAA"}""", "messages", "!msword", "Refused input[].content[].file_data")]
    [InlineData("document by link", "responses", """{"type":"input_file","file_url":"https://e/x.pdf"}""", "messages", """{"type":"document","source":{"type":"url","url":"https://e/x.pdf"}}""", "")]
    [InlineData("document by link", "messages", """{"type":"document","source":{"type":"url","url":"https://e/x.pdf"}}""", "responses", """{"type":"input_file","file_url":"https://e/x.pdf"}""", "")]
    [InlineData("document by link", "responses", """{"type":"input_file","file_url":"https://e/x.pdf"}""", "chat", "!x.pdf", "Refused input[].content[].file_url")]
    [InlineData("document by id", "chat", """{"type":"file","file":{"file_id":"file-1"}}""", "messages", "!file-1", "Refused messages[].content[].file.file_id")]
    [InlineData("document title, context", "messages", """{"type":"document","title":"T","context":"C","source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}""", "responses", """{"type":"input_text","text":"T"},{"type":"input_text","text":"C"},{"type":"input_file",""", "Approximated messages[].content[].document.context")]
    [InlineData("document citations.enabled", "messages", """{"type":"document","citations":{"enabled":true},"source":{"type":"base64","media_type":"application/pdf","data":"AAAA"}}""", "chat", "", "Refused messages[].content[].citations")]
    [InlineData("search_result block", "messages", """{"type":"search_result","title":"T","source":"https://e","content":[{"type":"text","text":"Found."}]}""", "chat", """T\nhttps://e\n\nFound.""", "Approximated messages[].content[].search_result")]
    [InlineData("audio in", "chat", """{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}}""", "messages", "!AAAA", "Refused messages[].content[].input_audio")]
    [InlineData("cache_control on a block", "messages", """{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""", "chat", "!cache", "Ignored messages[].content[].cache_control")]
    [InlineData("cache_control on a block", "chat", """{"type":"text","text":"a","prompt_cache_breakpoint":{"mode":"explicit"}}""", "messages", """ "cache_control":{"type":"ephemeral"}""", "")]
    [InlineData("container_upload", "messages", """{"type":"container_upload","file_id":"file_1"}""", "chat", "!file_1", "Refused messages[].content[].container_upload")]
    [InlineData("a part that nobody knows", "responses", """{"type":"novel"}""", "chat", "!novel", "Refused input[].content[]")]
    public void A_row_of_content_parts(string row, string from, string part, string to, string sent, string lost)
    {
        var talk = from == "responses" ? "input" : "messages";
        MappingRow.Check(from, $$"""
            "{{talk}}":[{"role":"user","content":[{{part}}]}]
            """.Trim(), to, sent.Trim(), lost, row: row);
    }

    [Theory]
    [InlineData("messages", """{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""", "chat", """[{"type":"text","text":"a","prompt_cache_breakpoint":{"mode":"explicit"}}]""")]
    [InlineData("messages", """{"type":"text","text":"a","cache_control":{"type":"ephemeral"}}""", "responses", """{"type":"input_text","text":"a","prompt_cache_breakpoint":{"mode":"explicit"}}""")]
    [InlineData("chat", """{"type":"image_url","image_url":{"url":"https://e/x"},"prompt_cache_breakpoint":{"mode":"explicit"}}""", "responses", """{"type":"input_image","image_url":"https://e/x","detail":"auto","prompt_cache_breakpoint":{"mode":"explicit"}}""")]
    [InlineData("responses", """{"type":"input_file","filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA","prompt_cache_breakpoint":{"mode":"explicit"}}""", "chat", """{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,AAAA"},"prompt_cache_breakpoint":{"mode":"explicit"}}""")]
    public void The_row_cache_control_where_the_target_takes_marks(string from, string part, string to, string sent)
    {
        var talk = from == "responses" ? "input" : "messages";
        MappingRow.Check(from, $$"""
            "{{talk}}":[{"role":"user","content":[{{part}}]}]
            """.Trim(), to, sent, "", traits => traits with { CacheBreakpoints = true });
    }

    /// <summary>What no part of a message can say is told.</summary>
    [Theory]
    [InlineData("chat")]
    [InlineData("responses")]
    public void The_row_cache_control_on_a_result_is_told_also_where_the_target_takes_marks(string to) =>
        MappingRow.Check(
            "messages",
            """
            "messages":[{"role":"user","content":"Hi"},{"role":"assistant","content":[{"type":"tool_use","id":"c1","name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"c1","content":[{"type":"image","source":{"type":"url","url":"https://e/x"},"cache_control":{"type":"ephemeral"}}]}]}]
            """.Trim(),
            to, "!breakpoint", (to == "chat" ? "Approximated messages[].content[].content[], " : "") + "Ignored messages[].content[].cache_control",
            traits => traits with { CacheBreakpoints = true });

    [Theory]
    [InlineData("chat", """{"role":"assistant","content":"Well.","refusal":"No."}""", "responses", """[{"type":"output_text","text":"Well.","annotations":[]},{"type":"refusal","refusal":"No."}]""", "")]
    [InlineData("chat", """{"role":"assistant","content":null,"refusal":"No."}""", "messages", """{"role":"assistant","content":[{"type":"text","text":"No."}]}""", "Approximated messages[].refusal")]
    [InlineData("responses", """{"role":"assistant","content":[{"type":"refusal","refusal":"No."},{"type":"refusal","refusal":" Never."}]}""", "chat", """ "refusal":"No. Never." """, "")]
    public void The_row_refusal_in_history(string from, string turn, string to, string sent, string lost)
    {
        var talk = from == "responses" ? "input" : "messages";
        MappingRow.Check(from, $$"""
            "{{talk}}":[{{turn}},{"role":"user","content":"Hi"}]
            """.Trim(), to, sent.Trim(), lost);
    }

    /// <summary>The Agents SDK sends an earlier answer's text as a part, with whatever else that answer said copied into it.</summary>
    [Theory]
    [InlineData("its role", """{"role":"assistant","content":[{"type":"text","text":"Well.","role":"assistant","refusal":null}]}""", "")]
    [InlineData("another's role", """{"role":"assistant","content":[{"type":"text","text":"Well.","role":"user"}]}""", "Refused messages[].content[].role")]
    [InlineData("no sources", """{"role":"assistant","content":[{"type":"text","text":"Well.","annotations":[]}]}""", "")]
    [InlineData("its sources", """{"role":"assistant","content":[{"type":"text","text":"Well.","annotations":[{"type":"url_citation"}]}]}""", "Ignored messages[].content[].annotations")]
    [InlineData("its reasoning", """{"role":"assistant","content":[{"type":"text","text":"Well.","reasoning_content":"Hm."}]}""", "Approximated messages[].content[].reasoning_content")]
    [InlineData("its calls", """{"role":"assistant","content":[{"type":"text","text":"Well.","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}],"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"r"}""", "Ignored messages[].content[].tool_calls")]
    [InlineData("calls that the message does not make", """{"role":"assistant","content":[{"type":"text","text":"Well.","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}]}""", "Refused messages[].content[].tool_calls")]
    [InlineData("in what a person says", """{"role":"user","content":[{"type":"text","text":"Well.","annotations":[]}]}""", "Refused messages[].content[].annotations")]
    public void What_an_earlier_answers_text_repeats_of_it(string row, string turn, string lost) =>
        MappingRow.Check("chat", $$"""
            "messages":[{{turn}},{"role":"user","content":"Hi"}]
            """.Trim(), "responses", "Well.", lost, row: row);

    /// <summary>The helpers of OpenAI's SDKs put what they read in an answer's text beside it.</summary>
    [Theory]
    [InlineData("chat", """ "messages":[{"role":"assistant","content":"{\"a\":1}","parsed":{"a":1}},{"role":"user","content":"Hi"}]""", "responses")]
    [InlineData("responses", """ "input":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"{\"a\":1}","annotations":[],"parsed":{"a":1}}]},{"role":"user","content":"Hi"}]""", "chat")]
    public void What_a_client_read_in_an_earlier_answer_is_left_out(string from, string turns, string to) =>
        MappingRow.Check(from, turns.Trim(), to, "{\\\"a\\\":1}\n!parsed", "");

    /// <summary>GitHub's Copilot CLI leaves a note of its own on the results in a session that it takes up again.</summary>
    [Theory]
    [InlineData("responses")]
    [InlineData("messages")]
    public void What_an_agent_notes_on_a_result_is_left_out(string to) => MappingRow.Check("chat", """
        "messages":[{"role":"user","content":"Hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]},
          {"role":"tool","tool_call_id":"a","content":"Well.","__copilotMessageSource":{"kind":"tool","name":"f"}}],
          "tools":[{"type":"function","function":{"name":"f"}}]
        """.Trim(), to, "Well.", "Ignored messages[].__copilotMessageSource");

    [Theory]
    [InlineData(Png, "chat", "images", "Refused messages[].content[].image")]
    [InlineData(Png, "responses", "images", "Refused messages[].content[].image")]
    [InlineData(Pdf, "chat", "documents", "Refused messages[].content[].document")]
    [InlineData(Pdf, "responses", "documents", "Refused messages[].content[].document")]
    public void A_target_that_takes_no_media_says_which(string data, string to, string missing, string lost)
    {
        var kind = missing == "images" ? "image" : "document";
        var type = data[5..data.IndexOf(';', StringComparison.Ordinal)];
        MappingRow.Check(
            "messages",
            $$$"""
            "messages":[{"role":"user","content":[{"type":"{{{kind}}}","source":{"type":"base64","media_type":"{{{type}}}","data":"AAAA"}}]}]
            """.Trim(),
            to, "!AAAA", lost, traits => traits with { Images = missing != "images", Documents = missing != "documents" });
    }
}
