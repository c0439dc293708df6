/* Makes JSON. The last byte that was written says whether a comma comes first: a text ends with a
 * quote, so a bracket or a colon at the end is always one of the structure. */
#include "json_write.h"

#include <string.h>

#include "memory.h"

static void append(ocpp_json_writer *writer, ocpp_str text)
{
    if (text.len > writer->room - writer->len) {
        if (text.len > SIZE_MAX / 4 - writer->len) ocpp_fail("a text is too long");
        size_t room = (writer->len + text.len) * 2 + 64;
        char *larger = ocpp_memory_take(room, 1);
        if (writer->len != 0) memcpy(larger, writer->text, writer->len);
        writer->text = larger;
        writer->room = room;
    }
    if (text.len != 0) memcpy(writer->text + writer->len, text.ptr, text.len);
    writer->len += text.len;
}

static void comma(ocpp_json_writer *writer)
{
    if (writer->len == 0) return;
    char last = writer->text[writer->len - 1];
    if (last != '{' && last != '[' && last != ':') append(writer, OCPP_STR(","));
}

void ocpp_json_write_value(ocpp_json_writer *writer, ocpp_str text)
{
    comma(writer);
    append(writer, text);
}

static void append_escaped(ocpp_json_writer *writer, char c)
{
    static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* The byte and its letter, in turn. */
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < sizeof named - 1; i += 2)
        if (named[i] == c) {
            append(writer, (ocpp_str){(const char[]){'\\', named[i + 1]}, 2});
            return;
        }
    char unicode[] = {'\\', 'u', '0', '0', hex[(c >> 4) & 15], hex[c & 15]};
    append(writer, (ocpp_str){unicode, sizeof unicode});
}

static void append_quoted(ocpp_json_writer *writer, ocpp_str text)
{
    append(writer, OCPP_STR("\""));
    size_t plain = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if ((unsigned char)c >= 0x20 && c != '"' && c != '\\') continue;
        append(writer, (ocpp_str){text.ptr + plain, i - plain});
        append_escaped(writer, c);
        plain = i + 1;
    }
    append(writer, (ocpp_str){text.ptr + plain, text.len - plain});
    append(writer, OCPP_STR("\""));
}

void ocpp_write_object(ocpp_json_writer *writer) { ocpp_json_write_value(writer, OCPP_STR("{")); }
void ocpp_write_object_end(ocpp_json_writer *writer) { append(writer, OCPP_STR("}")); }
void ocpp_write_array(ocpp_json_writer *writer) { ocpp_json_write_value(writer, OCPP_STR("[")); }
void ocpp_write_array_end(ocpp_json_writer *writer) { append(writer, OCPP_STR("]")); }

void ocpp_write_name(ocpp_json_writer *writer, ocpp_str name)
{
    ocpp_write_text(writer, name);
    append(writer, OCPP_STR(":"));
}

void ocpp_write_text(ocpp_json_writer *writer, ocpp_str text)
{
    comma(writer);
    append_quoted(writer, text);
}

void ocpp_write_integer(ocpp_json_writer *writer, int64_t number)
{
    ocpp_json_write_value(writer, ocpp_decimal(number));
}

void ocpp_write_boolean(ocpp_json_writer *writer, bool yes)
{
    ocpp_json_write_value(writer, yes ? OCPP_STR("true") : OCPP_STR("false"));
}

void ocpp_write_json(ocpp_json_writer *writer, ocpp_json value)
{
    ocpp_json_write_value(writer, ocpp_json_there(value) ? ocpp_json_raw(value) : OCPP_STR("null"));
}

ocpp_json ocpp_written(const ocpp_json_writer *writer)
{
    return ocpp_json_parse((ocpp_str){writer->text, writer->len});
}

ocpp_json ocpp_json_quote(ocpp_str text)
{
    ocpp_json_writer writer = {0};
    append_quoted(&writer, text);
    return (ocpp_json){writer.text, writer.len};
}
