package io.pageturner.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of JSON Schema that the OpenAPI document uses: types, fields, items, enum, const, oneOf.
 */
record JsonSchema(JsonNode document) {
  Set<String> fields(String name) {
    Set<String> fields = new HashSet<>();
    named(name).path("properties").fieldNames().forEachRemaining(fields::add);
    return fields;
  }

  /** What of {@code value} does not fit the schema of that name. */
  List<String> faults(String name, JsonNode value) {
    List<String> faults = new ArrayList<>();
    check(named(name), value, "$", faults);
    return faults;
  }

  private JsonNode named(String name) {
    return document.path("components").path("schemas").required(name);
  }

  private void check(JsonNode schema, JsonNode value, String path, List<String> faults) {
    if (schema.has("$ref")) {
      String reference = schema.path("$ref").textValue();
      check(named(reference.substring(reference.lastIndexOf('/') + 1)), value, path, faults);
      return;
    }
    if (schema.has("oneOf")) {
      checkOneOf(schema, value, path, faults);
    }
    if (schema.has("const") && !schema.path("const").equals(value)) {
      faults.add(path + " is not " + schema.path("const"));
    }
    if (schema.has("enum") && !contains(schema.path("enum"), value)) {
      faults.add(path + " is " + value + ", not one of " + schema.path("enum"));
    }
    if (schema.has("type") && !hasType(schema.path("type"), value)) {
      faults.add(path + " is " + value.getNodeType() + ", not " + schema.path("type"));
    }
    if (value.isObject()) {
      checkFields(schema, value, path, faults);
    }
    for (int i = 0; value.isArray() && schema.has("items") && i < value.size(); i++) {
      check(schema.path("items"), value.get(i), path + "[" + i + "]", faults);
    }
  }

  private void checkOneOf(JsonNode schema, JsonNode value, String path, List<String> faults) {
    int fitting = 0;
    for (JsonNode option : schema.path("oneOf")) {
      List<String> found = new ArrayList<>();
      check(option, value, path, found);
      fitting += found.isEmpty() ? 1 : 0;
    }
    if (fitting != 1) {
      faults.add(path + " fits " + fitting + " of oneOf");
    }
  }

  private void checkFields(JsonNode schema, JsonNode value, String path, List<String> faults) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.textValue())) {
        faults.add(path + " lacks " + required);
      }
    }
    for (Map.Entry<String, JsonNode> field : value.properties()) {
      JsonNode known = schema.path("properties").path(field.getKey());
      JsonNode additional = schema.path("additionalProperties");
      String where = path + "." + field.getKey();
      if (!known.isMissingNode()) {
        check(known, field.getValue(), where, faults);
      } else if (additional.isObject()) {
        check(additional, field.getValue(), where, faults);
      } else if (additional.isBoolean() && !additional.booleanValue()) {
        faults.add(where + " is not described");
      }
    }
  }

  private static boolean contains(JsonNode options, JsonNode value) {
    for (JsonNode option : options) {
      if (option.equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(JsonNode types, JsonNode value) {
    if (!types.isArray()) {
      return hasType(types.textValue(), value);
    }
    for (JsonNode type : types) {
      if (hasType(type.textValue(), value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean hasType(String type, JsonNode value) {
    return switch (type) {
      case "object" -> value.isObject();
      case "array" -> value.isArray();
      case "string" -> value.isTextual();
      case "integer" -> value.isIntegralNumber();
      case "number" -> value.isNumber();
      case "boolean" -> value.isBoolean();
      default -> value.isNull();
    };
  }
}
