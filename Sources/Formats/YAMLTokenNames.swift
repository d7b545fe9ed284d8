import CLibYAML

/// What the token that starts at the character `index` of `text` is called in error messages; nil
/// when there is none.
func yamlTokenName(at index: Int, in text: UnsafeBufferPointer<UInt8>) -> String? {
  var parser = yaml_parser_t()
  guard yaml_parser_initialize(&parser) == 1 else { return nil }
  defer { yaml_parser_delete(&parser) }
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING)
  yaml_parser_set_input_string(&parser, text.baseAddress, text.count)
  var name: String?
  while true {
    var token = yaml_token_t()
    guard yaml_parser_scan(&parser, &token) == 1 else { return name }
    defer { yaml_token_delete(&token) }
    if token.start_mark.index > index { return name }
    if token.start_mark.index == index, token.type != YAML_STREAM_START_TOKEN {
      name = tokenName(token.type)
      if token.type != YAML_BLOCK_END_TOKEN { return name }
    }
    if token.type == YAML_STREAM_END_TOKEN || token.type == YAML_NO_TOKEN { return name }
  }
}

private func tokenName(_ type: yaml_token_type_t) -> String {
  switch type {
  case YAML_STREAM_END_TOKEN: "<stream end>"
  case YAML_VERSION_DIRECTIVE_TOKEN, YAML_TAG_DIRECTIVE_TOKEN: "<directive>"
  case YAML_DOCUMENT_START_TOKEN: "<document start>"
  case YAML_DOCUMENT_END_TOKEN: "<document end>"
  case YAML_BLOCK_SEQUENCE_START_TOKEN: "<block sequence start>"
  case YAML_BLOCK_MAPPING_START_TOKEN: "<block mapping start>"
  case YAML_BLOCK_END_TOKEN: "<block end>"
  case YAML_FLOW_SEQUENCE_START_TOKEN: "["
  case YAML_FLOW_SEQUENCE_END_TOKEN: "]"
  case YAML_FLOW_MAPPING_START_TOKEN: "{"
  case YAML_FLOW_MAPPING_END_TOKEN: "}"
  case YAML_BLOCK_ENTRY_TOKEN: "-"
  case YAML_FLOW_ENTRY_TOKEN: ","
  case YAML_KEY_TOKEN: "?"
  case YAML_VALUE_TOKEN: ":"
  case YAML_ALIAS_TOKEN: "<alias>"
  case YAML_ANCHOR_TOKEN: "<anchor>"
  case YAML_TAG_TOKEN: "<tag>"
  default: "<scalar>"
  }
}
