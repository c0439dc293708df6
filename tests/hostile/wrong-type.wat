;; Exports `handler` whose `handle` takes a number and gives a text.
(component
  (@custom "ocpp-plugin-manifest" "{\"name\":\"hostile\",\"version\":\"0.1.0\",\"sdk\":\"none\",\"contract\":\"0.1.0\",\"actions\":{\"1.6\":[\"Heartbeat\",\"StartTransaction\"]},\"capabilities\":[]}")
  (component $handler
    (core module $m
      (memory (export "memory") 8)
      ;; Every argument lies here; nothing is read.
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) i32.const 1024)
      (func (export "handle") (param i32) (result i32) i32.const 0)
    )
    (core instance $i (instantiate $m))
    (func $handle (param "message" u32) (result string)
      (canon lift (core func $i "handle") (memory (core memory $i "memory"))))
    (export "handle" (func $handle))
  )
  (instance $exported (instantiate $handler))
  (export "ocpp:plugin/handler@0.1.0" (instance $exported))
)
